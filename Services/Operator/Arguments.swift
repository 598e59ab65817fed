public import ArgumentParser
public import Contracts
public import Foundation

extension DepartmentID: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension ServiceName: ExpressibleByArgument {}

extension UUID: @retroactive ExpressibleByArgument {
    public init?(argument: String) { self.init(uuidString: argument) }
}
