import Foundation
import HTTPTypes

@testable import ProviderSandbox

/// The simulator without a socket: the demonstration's facts, and requests as its addresses see them.
struct Scene {
    let catalogue: CompanyCatalogue
    let state: SandboxState

    init(universe: Int = 0, enforcesLimits: Bool = false) throws {
        let file = Fixtures.folder.appending(path: "demo/sandbox.json").path
        catalogue = try CompanyCatalogue(file: file, universe: universe)
        state = SandboxState(enforcesLimits: enforcesLimits)
    }

    /// What a provider answers, before limits, faults and prices; status 0 where nobody lives.
    func ask(
        _ provider: String,
        _ path: String,
        _ query: String = "",
        headers: [String: String] = [:],
        body: String? = nil,
        variants: Set<String> = []
    ) -> Answer {
        let method = body == nil ? HTTPRequest.Method.get : .post
        var asked = Asked()
        asked.query = Query(query)
        asked.headers = headers
        asked.body = Array((body ?? "").utf8)
        asked.variants = variants
        asked.day = state.clock.publicationDay
        asked.time = state.clock.time
        for served in Providers.serving(catalogue, state) where served.name == provider {
            for route in served.routes where route.method == method {
                guard let parts = Self.parts(of: path, in: route.path) else { continue }
                asked.path = parts
                return route.answer(asked)
            }
        }
        return Answer(status: 0)
    }

    func document(
        _ provider: String,
        _ path: String,
        _ query: String = "",
        headers: [String: String] = [:],
        variants: Set<String> = []
    ) -> Document {
        Document(ask(provider, path, query, headers: headers, variants: variants).bytes)
    }

    /// What is known of one company at INPI, behind a login.
    func inpi(_ path: String) -> Answer {
        let credentials = #"{"username": "essai@exemple.fr", "password": "essai"}"#
        let login = Document(ask("inpi", "api/sso/login", body: credentials).bytes)
        return ask("inpi", path, headers: ["authorization": "Bearer " + (login["token"].text ?? "")])
    }

    /// The named parts of a path when it is of a pattern; nil when it is not.
    private static func parts(of path: String, in pattern: String) -> [String: String]? {
        let own = path.split(separator: "/")
        let wanted = pattern.split(separator: "/")
        guard own.count == wanted.count else { return nil }
        var parts: [String: String] = [:]
        for (value, name) in zip(own, wanted) {
            if name.hasPrefix(":") {
                parts[String(name.dropFirst())] = String(value)
            } else if value != name {
                return nil
            }
        }
        return parts
    }
}

/// Keys that the simulator takes.
enum Keys {
    static let pappers = ["api-key": "essai"]
    static let sirene = ["x-insee-api-key-integration": "essai"]
    static let societe = ["x-authorization": "socapi essai"]
}
