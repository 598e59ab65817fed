import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An error as the caller reads it: problem details (RFC 9457), in French, with a code for machines.
struct Problem: Error, Equatable, Sendable {
    var status: HTTPResponse.Status
    var code: String
    var detail: String
    /// Seconds until it is worth trying again.
    var retryAfter: Int?
    var line: Int?

    init(_ status: HTTPResponse.Status, _ code: String, _ detail: String, retryAfter: Int? = nil, line: Int? = nil) {
        self.status = status
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
        self.line = line
    }

    static let tokenMissing = Problem(
        .unauthorized,
        "token_missing",
        "Donnez un jeton dans l’en-tête «\u{202F}Authorization: Bearer …\u{202F}»."
    )
    static let tokenUnknown = Problem(
        .unauthorized,
        "token_unknown",
        "Le jeton est inconnu ou révoqué. Demandez-en un nouveau."
    )
    static let tokenScope = Problem(
        .forbidden,
        "token_scope",
        "Ce jeton n’ouvre pas cette porte\u{202F}: un jeton envoie des listes, ou l’univers Sirene."
    )
    static let importUnknown = Problem(.notFound, "import_unknown", "Cet import n’existe pas.")
    static let importRunning = Problem(
        .conflict,
        "import_running",
        "L’import est en cours\u{202F}: attendez sa fin pour l’annuler.",
        retryAfter: 2
    )
    static let importDry = Problem(
        .conflict,
        "import_dry_run",
        "L’import était un essai\u{202F}: il n’y a rien à annuler."
    )
    static let congested = Problem(
        .tooManyRequests,
        "congested",
        "Filon rattrape son retard. Renvoyez la demande un peu plus tard.",
        retryAfter: 10
    )
    static let bodyTooLarge = Problem(
        .contentTooLarge,
        "body_too_large",
        "Le corps de la demande dépasse 1\u{202F}Mio. Envoyez un fichier à /v1/imports."
    )
    static let notJSON = Problem(
        .badRequest,
        "not_json",
        "Le corps n’est pas un objet JSON. Pour plusieurs entreprises, envoyez une ligne JSON par entreprise avec "
            + "Content-Type: application/x-ndjson."
    )

    static func rate(_ seconds: Int) -> Problem {
        Problem(
            .tooManyRequests,
            "rate_limited",
            "Trop de demandes avec ce jeton. Attendez \(seconds)\u{202F}s.",
            retryAfter: seconds
        )
    }

    static func file(_ fault: FileFault) -> Problem {
        Problem(
            fault == .tooLarge ? .contentTooLarge : .unprocessableContent,
            fault.code,
            fault.message,
            line: fault.line
        )
    }

    func response() -> Response {
        struct Body: Encodable {
            var type = "about:blank"
            var title: String
            var status: Int
            var detail: String
            var code: String
            var line: Int?
        }
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        let body = Body(title: status.reasonPhrase, status: status.code, detail: detail, code: code, line: line)
        return JSONAnswer.make(status, body, headers)
    }
}

/// JSON over HTTP.
enum JSONAnswer {
    static func make(
        _ status: HTTPResponse.Status,
        _ value: some Encodable,
        _ headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes(value))))
    }

    /// Our own values of strings and numbers always encode; were one not to, the answer says so.
    static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            return Array("{\"status\":500,\"title\":\"Internal Server Error\"}".utf8)
        }
    }
}
