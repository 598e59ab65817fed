import Foundation
import Hummingbird

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
        let catalogue = try options.data.map { try CompanyCatalogue(file: $0) } ?? CompanyCatalogue()
        let state = SandboxState(limits: options.enforcesLimits ? [RechercheEntreprises.name: 7] : [:])
        let server = SandboxServer(catalogue: catalogue, state: state)
        let application = Application(
            router: server.router(),
            configuration: .init(address: .hostname(options.bind, port: options.port))
        )
        try await application.runService()
    }
}
