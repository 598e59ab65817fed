import Testing

@testable import Enrichment

/// RFC 9309, by its own examples, and what sites write beside it.
@Suite struct RobotsTests {
    private static func robots(_ text: String, for agent: String = "Filon") -> RobotsTxt {
        RobotsTxt(Array(text.utf8), for: agent)
    }

    /// Section 5.1.
    private static let simple = """
        User-Agent: *
        Disallow: *.gif$
        Disallow: /example/
        Allow: /publications/

        User-Agent: foobot
        Disallow:/
        Allow:/example/page.html
        Allow:/example/allowed.gif

        User-Agent: barbot
        User-Agent: bazbot
        Disallow: /example/page.html

        User-Agent: quxbot
        """

    @Test(arguments: [
        ("Filon", "/", true), ("Filon", "/example/", false), ("Filon", "/example", true),
        ("Filon", "/publications/x", true),
        ("Filon", "/a.gif", false), ("Filon", "/a.gif?x", true), ("Filon", "/publications/a.gif", true),
        ("foobot", "/", false), ("foobot", "/example/page.html", true), ("FooBot", "/example/allowed.gif", true),
        ("foobot", "/publications/", false), ("barbot", "/example/page.html", false),
        ("bazbot", "/example/page.html", false),
        ("bazbot", "/example/", true), ("quxbot", "/example/", true), ("quxbot", "/a.gif", true),
    ])
    func theSimpleExample(_ agent: String, _ path: String, _ isAllowed: Bool) {
        #expect(Self.robots(Self.simple, for: agent).allows(path) == isAllowed)
    }

    /// Section 5.2.
    @Test func theLongestMatchDecides() {
        let robots = Self.robots(
            """
            User-Agent: foobot
            Allow: /example/page/
            Disallow: /example/page/disallowed.gif
            """,
            for: "foobot"
        )
        #expect(!robots.allows("/example/page/disallowed.gif"))
        #expect(robots.allows("/example/page/"))
        #expect(robots.allows("/example/page/allowed.gif"))
    }

    /// Section 2.2.1: groups that name one agent count together.
    @Test func groupsOfOneAgentCountTogether() {
        let text = """
            user-agent: ExampleBot
            disallow: /foo
            disallow: /bar

            user-agent: ExampleBot
            disallow: /baz

            user-agent: *
            disallow: /
            """
        let robots = Self.robots(text, for: "examplebot")
        #expect(["/foo", "/bar", "/baz"].allSatisfy { !robots.allows($0) })
        #expect(robots.allows("/qux"))
        #expect(!Self.robots(text).allows("/qux"))
    }

    /// Section 2.2.2: addresses compare by octets, however they are encoded.
    @Test(arguments: [
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz"),
        ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar"),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84"), ("/foo/bar/%E3%83%84", "/foo/bar/%E3%83%84"),
        ("/foo/bar/%e3%83%84", "/foo/bar/ツ"), ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
    ])
    func encodedAndPlainOctetsAreTheSame(_ pattern: String, _ path: String) {
        let robots = Self.robots("User-agent: *\nDisallow: \(pattern)")
        #expect(!robots.allows(path))
        #expect(robots.allows("/foo"))
    }

    @Test(arguments: [
        ("/this/*/exactly", "/this/path/exactly", true), ("/this/*/exactly", "/this/exactly", false),
        ("/*.php$", "/index.php", true), ("/*.php$", "/index.php?x=1", false), ("/*.php", "/index.php?x=1", true),
        ("/path/file-with-a-%2A.html", "/path/file-with-a-*.html", true),
        ("/path/file-with-a-%2A.html", "/path/file-with-a-b.html", false),
        ("/path/foo-%24", "/path/foo-$", true), ("/path/foo-%24", "/path/foo-", false), ("/a%2Fb", "/a/b", false),
        ("/a%2Fb", "/a%2fb", true), ("/fish", "/fishheads", true), ("/fish/", "/fish", false), ("*", "/", true),
        ("/$", "/", true),
        ("/$", "/x", false), ("/a*b*c", "/aXbXc", true), ("/a*b*c", "/aXcXb", false),
        ("/price$list", "/price$list", true),
    ])
    func wildcardsAndTheirSigns(_ pattern: String, _ path: String, _ matches: Bool) {
        #expect(Self.robots("User-agent: *\nDisallow: \(pattern)").allows(path) == !matches)
    }

    @Test func allowWinsATie() {
        for lines in ["Disallow: /page\nAllow: /page", "Allow: /page\nDisallow: /page"] {
            #expect(Self.robots("User-agent: *\n" + lines).allows("/page"))
        }
    }

    @Test func whatStandsBesideTheRulesIsPassedOver() {
        let robots = Self.robots(
            "\u{FEFF}# ours\r\nSitemap: https://x.example/s.xml\r\nDisallow: /early\r\n\r\nUSER-AGENT : Filon/1.0 (x) # us\r\n"
                + "Host: x\r\nCrawl-delay: 12.5\r\nnonsense\r\nDisallow: # nothing\r\nDISALLOW:/prive # not this\r\n\r\n"
                + "User-agent: *\r\nDisallow: /\r\n"
        )
        #expect(robots.allows("/early") && robots.allows("/x") && !robots.allows("/prive/1"))
        #expect(robots.crawlDelay == 12.5)
        #expect(robots.allows("/robots.txt"))
        #expect(RobotsTxt.nothingAllowed.allows("/robots.txt") && !RobotsTxt.nothingAllowed.allows("/"))
    }

    @Test func anAgentWhoseNameOnlyBeginsAlikeIsAnother() {
        let text = "User-agent: Filonbot\nDisallow: /\n"
        #expect(Self.robots(text).allows("/"))
        #expect(Self.robots("").allows("/") && Self.robots("User-agent: *\nDisallow:\n").allows("/"))
    }

    @Test(arguments: [
        (200, "User-agent: *\nDisallow: /a", false, true), (404, "", true, true), (403, "", true, true),
        (401, "", true, true),
        (429, "", false, false), (500, "", false, false), (503, "", false, false), (301, "", false, false),
        (200, "<html><body>Just a moment", false, false), (200, " \n<!doctype html>", false, false),
        (200, "\u{0}\u{1}\u{2}", false, false), (200, "", true, true),
    ])
    func theStatusSaysWhatIsNotInTheFile(_ status: Int, _ body: String, _ a: Bool, _ b: Bool) {
        let robots = RobotsTxt.answer(status, Array(body.utf8))
        #expect(robots.allows("/a") == a && robots.allows("/b") == b)
        #expect(!RobotsTxt.answer(nil, []).allows("/a"))
    }

    @Test(arguments: [
        ("https://www.example.fr/a?x#y", false), ("https://www.example.fr/b", true), ("http://h:8080/a", false),
        ("https://www.example.fr", true), ("https://www.example.fr?q=/a", true), ("/a", false), ("", false),
    ])
    func absoluteAddressesAreJudgedByTheirPath(_ url: String, _ isAllowed: Bool) {
        #expect(Self.robots("User-agent: *\nDisallow: /a").allows(url: url) == isAllowed)
    }

    @Test func onlyTheFirst500KiBAreRead() {
        let head = "User-agent: *\nDisallow: /early\n"
        let padding = String(repeating: "# " + String(repeating: "x", count: 97) + "\n", count: 6000)
        let robots = Self.robots(head + padding + "Disallow: /late\n")
        #expect(!robots.allows("/early") && robots.allows("/late"))

        // The limit cuts "/cut/deep" short of its end: what is left would forbid more than the site does.
        let room = RobotsTxt.bytesRead - head.utf8.count - "Disallow: /cut".utf8.count
        let cut = head + String(repeating: "\n", count: room) + "Disallow: /cut/deep\n"
        #expect(Self.robots(cut).allows("/cut/else"))
    }

    @Test func hostileFilesCostABoundedTime() async {
        let stars = "User-agent: *\nDisallow: " + String(repeating: "/*a", count: 600) + "b\n"
        let many = "User-agent: *\n" + String(repeating: "Disallow: /x*y\n", count: 30_000)
        let bytes = [UInt8](repeating: 0x3A, count: 2_000_000)
        let target = "/" + String(repeating: "a/", count: 1000)
        let took = await Hostile.seconds {
            for text in [stars, many] { _ = Self.robots(text).allows(target) }
            _ = RobotsTxt(bytes).allows(target)
            for variant in Hostile.variants(of: Self.simple, 1000) { _ = RobotsTxt(variant).allows("/example/%") }
        }
        #expect(took < 20, "took \(took) s")
        #expect(!RobotsTxt.nothingAllowed.allows("/" + String(repeating: "a", count: 5000)))
    }
}
