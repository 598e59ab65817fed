/// Addresses of the console's pages, where the console's own is known.
struct ConsoleLinks: Sendable {
    /// `https://filon.example.fr`, without a slash at the end; nil: messages carry no links.
    let base: String?

    /// - Parameter path: made by ourselves of words and identifiers; it needs no encoding.
    func url(of path: String?) -> String? {
        guard let base, let path else { return nil }
        return "\(base)/\(path)"
    }
}
