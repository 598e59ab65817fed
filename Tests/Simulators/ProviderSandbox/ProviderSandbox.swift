import Foundation
import Hummingbird
import NIOCore

/// A simulator of the providers that Filon asks about companies. Never part of a production installation.
@main
struct ProviderSandbox {
    static func main() async throws {
        let options: SandboxOptions
        do {
            options = try SandboxOptions(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error.reason)\n\(SandboxOptions.usage)\n".utf8))
            exit(64)
        }
        let universe = options.universe
        let catalogue =
            try options.data.map { try CompanyCatalogue(file: $0, universe: universe) }
            ?? CompanyCatalogue(universe: universe)
        let state = SandboxState(enforcesLimits: options.enforcesLimits)
        let server = SandboxServer(catalogue: catalogue, state: state, searchCap: options.cap)
        try await server.application(host: options.bind, port: options.port).runService()
    }
}

extension SandboxServer {
    /// The simulator on a socket; port 0 takes a free one.
    func application(
        host: String,
        port: Int,
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            server: .http1(configuration: .init(additionalChannelHandlers: [DateRewriting.Installer()])),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: onServerRunning
        )
    }
}
