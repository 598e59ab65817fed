import FrenchBusiness

/// What a site's `robots.txt` lets us read (RFC 9309). Pure: fetched and kept elsewhere, for at most 24 hours.
struct RobotsTxt: Sendable, Equatable {
    struct Rule: Sendable, Equatable {
        let allows: Bool
        /// As compared: see ``RobotsPath``.
        let pattern: [UInt8]
    }

    /// Our product token, as ``HTTPClient``'s User-Agent begins.
    static let agent = "Filon"
    /// Bytes read of a file (RFC 9309, section 2.5: at least 500 KiB); a line that the limit cuts is not read.
    static let bytesRead = 500 * 1024

    static let everythingAllowed = RobotsTxt(rules: [], crawlDelay: nil)
    static let nothingAllowed = RobotsTxt(rules: [Rule(allows: false, pattern: [0x2F])], crawlDelay: nil)

    let rules: [Rule]
    /// Seconds between two requests that the group asks for. Not in the RFC; honoured where it asks for more than our
    /// own pace.
    let crawlDelay: Double?

    private init(rules: [Rule], crawlDelay: Double?) {
        self.rules = rules
        self.crawlDelay = crawlDelay
    }

    /// What an answer to `/robots.txt` means (RFC 9309, section 2.3.1).
    ///
    /// 2xx is read, a page or other bytes in its place allow nothing; 4xx means that there is none, so all is allowed,
    /// except 429, which asks us to stay away; anything else, or no answer, allows nothing.
    /// - Parameter status: nil if none came.
    static func answer(_ status: Int?, _ body: [UInt8], for agent: String = RobotsTxt.agent) -> RobotsTxt {
        switch status {
        case (200...299)?: isText(body) ? RobotsTxt(body, for: agent) : .nothingAllowed
        case 429?: .nothingAllowed
        case (400...499)?: .everythingAllowed
        default: .nothingAllowed
        }
    }

    /// The rules for `agent`: of every group that names it, together; of the groups for `*` if none does.
    init(_ body: [UInt8], for agent: String = RobotsTxt.agent) {
        let groups = RobotsGroup.groups(of: body.prefix(Self.bytesRead), isCut: body.count > Self.bytesRead)
        let own = groups.filter { $0.names(agent) }
        let chosen = own.isEmpty ? groups.filter { $0.names("*") } : own
        rules = chosen.flatMap(\.rules)
        crawlDelay = chosen.compactMap(\.crawlDelay).max()
    }

    /// Whether an address may be read. The longest pattern that matches decides, Allow where two are equally long
    /// (section 2.2.2); without a match it may.
    /// - Parameter target: path and query of the address, beginning with `/`.
    func allows(_ target: String) -> Bool {
        // Longer than any address of ours; and bounds the work.
        guard target.utf8.count <= 2048 else { return rules.isEmpty }
        let path = RobotsPath.compared(target)
        if path.elementsEqual("/robots.txt".utf8) { return true }
        var longest = -1
        var verdict = true
        for rule in rules where rule.pattern.count >= longest && RobotsPath.matches(rule.pattern, path) {
            verdict = rule.pattern.count == longest ? verdict || rule.allows : rule.allows
            longest = rule.pattern.count
        }
        return verdict
    }

    /// As ``allows(_:)``, of an absolute address; one that cannot be read may not be read.
    func allows(url: String) -> Bool {
        guard let scheme = url.firstRange(of: "://") else { return false }
        let rest = url[scheme.upperBound...].prefix { $0 != "#" }
        let target = rest.drop { $0 != "/" && $0 != "?" }
        return allows(target.first == "/" ? String(target) : "/" + target)
    }

    /// Not a page, and not bytes of something else.
    private static func isText(_ body: [UInt8]) -> Bool {
        let start = body.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        return start.first != UInt8(ascii: "<") && !body.prefix(bytesRead).contains(0)
    }
}
