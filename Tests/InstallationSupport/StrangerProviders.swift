import Foundation
import HTTPClient
import MessagingSupport

/// `Tests/Strangers/providers.py`: every provider by somebody who shares no code with us, and counts what he is asked
/// and paid.
public struct StrangerProviders: Sendable {
    private let process: Daemon
    private let held: HeldPorts
    private let folder: URL
    private let client = HTTPClient(userAgent: "filon-test")
    private let base: String
    /// `FILON_<NAME>_URL` of each provider.
    public let addresses: [String: String]

    /// - Parameter companies: what he knows, as the head of his file describes it.
    public init(companies: String) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("filon-stranger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("companies.json")
        try Data(companies.utf8).write(to: file)
        held = try HeldPorts(1)
        let port = held.numbers[0]
        let script = Executables.checkout.appendingPathComponent("Tests/Strangers/providers.py").path
        process = try Daemon(
            "providers.py",
            program: ["python3", script],
            arguments: ["--port", "\(port)", "--companies", file.path],
            logs: folder
        )
        base = "http://127.0.0.1:\(port)"
        let paths = [
            "RECHERCHE_ENTREPRISES": "/dinum", "RATIOS_INPI_BCE": "/economie", "BODACC": "/dila", "INPI": "/rne/api",
            "PAPPERS": "/pappers/v2", "SIRENE": "/insee/api-sirene/3.11", "OPENCORPORATES": "/oc/v0.4",
            "SOCIETE_COM": "/societe",
        ]
        let root = base
        addresses = Dictionary(uniqueKeysWithValues: paths.map { ("FILON_\($0.key)_URL", root + $0.value) })
        let (process, client) = (process, client)
        do {
            try await eventually("the stranger answers", within: .seconds(20)) {
                let request = HTTPRequest(.get, root + "/_calls", trust: .operatorConfigured)
                return (try? await client.send(request))?.status == 200
            }
        } catch {
            try? await process.kill()
            throw error
        }
    }

    public func end() async {
        try? await process.kill()
        held.release()
        await client.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// All questions so far.
    public func calls() async throws -> Int {
        try await document().values.reduce(0) { $0 + ($1["total"] as? Int ?? 0) }
    }

    /// How often a provider was paid for each SIREN.
    /// - Parameter provider: `pappers` or `societe`.
    public func payments(to provider: String) async throws -> [String: Int] {
        try await document()[provider]?["paid_by_siren"] as? [String: Int] ?? [:]
    }

    private func document() async throws -> [String: [String: Any]] {
        let response = try await client.send(HTTPRequest(.get, base + "/_calls", trust: .operatorConfigured))
        return try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: [String: Any]] ?? [:]
    }
}
