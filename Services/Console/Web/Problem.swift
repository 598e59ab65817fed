import Hummingbird

/// What went wrong with a request, in words for the person who made it. A page for browsers, problem details
/// (RFC 9457) for programs.
struct Problem: Error, Sendable {
    let status: HTTPResponse.Status
    /// Stable, for programs.
    let code: String
    /// French, one sentence.
    let text: String
    /// The field that it is about, as the API names it.
    var field: String?

    init(_ status: HTTPResponse.Status, _ code: String, _ text: String, field: String? = nil) {
        self.status = status
        self.code = code
        self.text = text
        self.field = field
    }

    init(_ refusal: Refusal, status: HTTPResponse.Status = .unprocessableContent) {
        self.init(status, refusal.code, refusal.text, field: refusal.field)
    }

    static let notFound = Problem(.notFound, "not_found", "Cette page n’existe pas, ou vous n’y avez pas accès.")
    static let forbidden = Problem(.forbidden, "forbidden", "Votre rôle ne permet pas cette action.")
    static let unauthorized = Problem(
        .unauthorized,
        "unauthorized",
        "Un jeton valable est attendu\u{202F}: « Authorization: Bearer … »."
    )
    static let staleForm = Problem(
        .forbidden,
        "form.stale",
        "Ce formulaire n’est plus valable. Rechargez la page et recommencez."
    )
    static let foreignForm = Problem(.forbidden, "form.foreign", "Ce formulaire vient d’un autre site.")
    static let tooLarge = Problem(.contentTooLarge, "body.too_large", "La demande dépasse 1 Mio.")
    static let versionMissing = Problem(
        .preconditionRequired,
        "version.missing",
        "Indiquez la version vue, par If-Match ou par « version »."
    )
    static let versionMismatch = Problem(
        .preconditionFailed,
        "version.mismatch",
        "La version indiquée par If-Match n’est plus la bonne."
    )
    static let changedSince = Problem(
        .conflict,
        "version.conflict",
        "Quelqu’un a modifié cette affaire entre-temps. Rechargez la page."
    )
    static let unavailable = Problem(
        .serviceUnavailable,
        "unavailable",
        "Le service est momentanément indisponible. Réessayez dans un instant."
    )
    static let unexpected = Problem(
        .internalServerError,
        "unexpected",
        "Une erreur inattendue s’est produite. Elle a été consignée."
    )
}
