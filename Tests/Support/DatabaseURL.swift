import Foundation

/// A connection string of libpq taken apart. Foundation's URLs know one host, these may name several.
struct DatabaseURL {
    private let scheme: Substring
    private let login: Substring
    private let hosts: Substring
    private let database: Substring
    private let parameters: Substring

    init(_ text: String) {
        let start = text.range(of: "://")?.upperBound ?? text.startIndex
        scheme = text[..<start]
        let query = text[start...].firstIndex(of: "?") ?? text.endIndex
        parameters = text[query...]
        let slash = text[start..<query].firstIndex(of: "/") ?? query
        database = text[slash..<query].dropFirst()
        let at = text[start..<slash].lastIndex(of: "@")
        login = at.map { text[start..<$0] } ?? ""
        hosts = at.map { text[text.index(after: $0)..<slash] } ?? text[start..<slash]
    }

    func changed(database: String) -> String { "\(scheme)\(login)@\(hosts)/\(database)\(parameters)" }

    func changed(user: String, password: String) -> String {
        "\(scheme)\(user):\(password)@\(hosts)/\(database)\(parameters)"
    }
}
