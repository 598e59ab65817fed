import Contracts
import Foundation

/// Prints the body of the message that begins a flow at a hop; the nil UUID stands for the company.
struct SampleCommand {
    private let hop: FlowHop

    init(_ options: inout Options) throws {
        hop = try FlowHop(named: options.text("service"))
    }

    func run() throws {
        FileHandle.standardOutput.write(Data(try hop.firstBody()))
    }
}
