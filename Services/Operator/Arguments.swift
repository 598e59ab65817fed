public import ArgumentParser
public import Contracts
public import Foundation

extension DepartmentID: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension UUID: @retroactive ExpressibleByArgument {
    public init?(argument: String) { self.init(uuidString: argument) }
}
