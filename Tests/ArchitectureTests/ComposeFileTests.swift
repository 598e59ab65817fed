import Testing

/// `docker-compose.yml` without an engine: who may reach whom, who is whom, who sees which secret. What it does on an
/// engine, `infra/scripts/verify-compose` shows.
@Suite struct ComposeFileTests {
    @Test func theComposeFileKeepsTheRules() throws {
        let findings = try ScriptRun("/usr/bin/python3 infra/docker/check.py 2>&1; echo ended with $?").lines()
        #expect(findings == ["ended with 0"])
    }

    @Test func theCheckFindsWhatIsBroken() throws {
        let lines = try ScriptRun("/usr/bin/python3 infra/docker/check-test.py 2>&1").lines()
        let last = try #require(lines.last)
        #expect(last.hasSuffix(" passed, 0 failed") && !last.hasPrefix("0 "), "\(lines)")
    }
}
