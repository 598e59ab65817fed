/// Why something asked for cannot be done, in words for the person who asked; never a value that was typed.
struct Refusal: Error, Equatable {
    /// Stable, for programs: `user.role_unknown`.
    let code: String
    /// French, one sentence.
    let text: String
    /// The field that it is about, as the API names it.
    var field: String?

    init(_ code: String, _ text: String, field: String? = nil) {
        self.code = code
        self.text = text
        self.field = field
    }
}
