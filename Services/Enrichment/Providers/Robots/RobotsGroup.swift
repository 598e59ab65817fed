/// Agents and the rules for them, of one `robots.txt`.
struct RobotsGroup {
    private(set) var agents: [String] = []
    private(set) var rules: [RobotsTxt.Rule] = []
    private(set) var crawlDelay: Double?

    /// Rules and agents beyond these are not read; a real file has some hundred.
    private static let linesKept = 20_000
    private static let patternKept = 2000

    func names(_ agent: String) -> Bool { agents.contains(agent.lowercased()) }

    /// Groups in the order of the file. Lines that are no record, and records that the RFC does not know (`Sitemap`),
    /// end nothing.
    static func groups(of body: ArraySlice<UInt8>, isCut: Bool) -> [RobotsGroup] {
        var groups: [RobotsGroup] = []
        var isNamingAgents = false
        var lines = body.split(maxSplits: linesKept, omittingEmptySubsequences: true) { $0 == 0x0A || $0 == 0x0D }
        if isCut || lines.count > linesKept { _ = lines.popLast() }
        for line in lines {
            guard let (key, value) = record(line) else { continue }
            switch key {
            case "user-agent":
                if !isNamingAgents { groups.append(RobotsGroup()) }
                isNamingAgents = true
                groups[groups.count - 1].agents.append(token(value))
            case "allow", "disallow":
                isNamingAgents = false
                guard !groups.isEmpty, !value.isEmpty, value.count <= patternKept else { continue }
                let rule = RobotsTxt.Rule(allows: key == "allow", pattern: RobotsPath.pattern(value))
                groups[groups.count - 1].rules.append(rule)
            case "crawl-delay":
                isNamingAgents = false
                guard !groups.isEmpty, let seconds = Double(text(value)), (0...86_400).contains(seconds) else {
                    continue
                }
                groups[groups.count - 1].crawlDelay = max(seconds, groups[groups.count - 1].crawlDelay ?? 0)
            default: continue
            }
        }
        return groups
    }

    /// Key in lower case and value, without the comment.
    private static func record(_ line: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
        let line = line.prefix { $0 != UInt8(ascii: "#") }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let key = trimmed(line[..<colon]).filter { $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        guard !key.isEmpty, key.count <= 40 else { return nil }
        return (text(key[...]).lowercased(), trimmed(line[(colon + 1)...]))
    }

    /// The product token: letters, `-` and `_` (section 2.2.1); what follows, such as a version, is not compared.
    private static func token(_ value: ArraySlice<UInt8>) -> String {
        if value.first == UInt8(ascii: "*") { return "*" }
        let name = value.prefix { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
        }
        return text(name.prefix(200)).lowercased()
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        return rest
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
