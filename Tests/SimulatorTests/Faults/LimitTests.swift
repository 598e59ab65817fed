import Foundation
import Testing

@testable import ProviderSandbox

/// Documented limits are counted always and enforced on demand.
enum Limits {
    static func admits(
        _ provider: any SimulatedProvider.Type,
        _ state: SandboxState,
        extra: [RateLimit] = [],
        client: String = "a",
        sirens: [String] = [],
        at now: Double? = nil
    ) -> Bool {
        let limits = provider.limits + extra
        let verdict = state.admit(provider.name, sirens: sirens, client: client, limits: limits, at: now)
        state.leave(provider.name)
        if case .refuse = verdict { return false }
        return true
    }

    /// Seconds that a refused client is to wait; zero for one that is admitted.
    static func wait(_ provider: any SimulatedProvider.Type, _ state: SandboxState) -> Int {
        let verdict = state.admit(provider.name, sirens: [], client: "a", limits: provider.limits)
        state.leave(provider.name)
        if case .refuse(let seconds) = verdict { return seconds }
        return 0
    }
}

@Suite struct LimitTests {
    @Test func aClientBeyondItsLimitWaitsOutTheRollingSecond() {
        let state = SandboxState(enforcesLimits: true)
        func admits(_ client: String, at now: Double) -> Bool {
            Limits.admits(RechercheEntreprises.self, state, client: client, sirens: ["910866482"], at: now)
        }

        #expect((0..<7).allSatisfy { admits("a", at: 100 + Double($0) / 100) })
        #expect(!admits("a", at: 100.5))
        #expect(admits("b", at: 100.5))
        #expect(admits("a", at: 101.001))

        let counters = state.document["providers"]?["recherche-entreprises"]
        #expect(counters?["calls"] == 10)
        #expect(counters?["refused"] == 1)
        #expect(counters?["over_limit"] == 1)
        #expect(counters?["most_per_second"] == 9)
        #expect(counters?["in_flight"] == 0)
        #expect(counters?["by_siren"]?["910866482"] == 10)
    }

    @Test func withoutEnforcementWhatIsTooMuchIsCounted() {
        let state = SandboxState()

        #expect((0..<35).allSatisfy { _ in Limits.admits(Sirene.self, state, at: 10) })
        #expect(state.document["providers"]?["sirene"]?["over_limit"] == 5)
        #expect(state.document["providers"]?["sirene"]?["refused"] == 0)
    }

    @Test func thirtyCallsAMinuteAreThirtyInAnySixtySeconds() {
        let state = SandboxState(enforcesLimits: true)

        #expect((0..<30).allSatisfy { Limits.admits(Sirene.self, state, at: 100 + Double($0)) })
        #expect(!Limits.admits(Sirene.self, state, at: 159))
        #expect(Limits.admits(Sirene.self, state, at: 160.5))
        #expect(!Limits.admits(Sirene.self, state, at: 160.6))
    }

    @Test func theSixthLoginInHalfAMinuteIsFollowedByTenMinutesWithout() throws {
        let state = SandboxState(enforcesLimits: true)
        let route = try #require(Providers.serving(CompanyCatalogue(), state).first { $0.name == "inpi" }?.routes.first)
        func admits(at now: Double) -> Bool { Limits.admits(InpiRne.self, state, extra: route.limits, at: now) }

        #expect((0..<5).allSatisfy { admits(at: 100 + Double($0)) })
        #expect(!admits(at: 105))
        #expect(!admits(at: 200))
        #expect(!admits(at: 704))
        #expect(admits(at: 705.5))
        #expect(Limits.admits(InpiRne.self, state, at: 200), "other calls go on")
    }

    @Test func creditsAreCountedBySirenAndRunOut() async throws {
        try await LiveSandbox.run { sandbox in
            try await sandbox.order(#"{"provider": "pappers", "credits": 4}"#)
            let siren = SyntheticCase.known.siren()
            func ask(_ extra: String = "") async throws -> LiveSandbox.Reply {
                try await sandbox.get("/pappers/v2/entreprise?siren=\(siren)\(extra)", headers: Keys.pappers)
            }

            #expect(try await ask().status == 200)
            #expect(try await ask("&champs_supplementaires=telephone,email").status == 200)
            #expect(
                try await sandbox.get("/pappers/v2/entreprise?siren=732829320", headers: Keys.pappers).status == 404
            )
            let refused = try await ask("&champs_supplementaires=sites_internet")
            #expect(refused.status == 401)
            #expect(refused.document["error"].text?.contains("plus assez de crédits") == true)
            let counters = try await sandbox.get("/_control").document["providers"]["pappers"]
            #expect(counters["credits_spent"].number == 3)
            #expect(counters["credits_left"].number == 1)
            #expect(counters["spent_by_siren"][siren].number == 3)
            #expect(counters["by_siren"][siren].number == 3)
        }
    }

    @Test func whatIsSpoiltOnItsWayIsPaidForAndWhatNeverCameIsNot() async throws {
        try await LiveSandbox.run { sandbox in
            let path = "/pappers/v2/entreprise?siren=\(SyntheticCase.known.siren())"
            for fault in [
                #""cut": true"#, #""fault": "truncated_gzip""#, #""malformed": true"#, #""fault": "html_page""#,
                #""status": 503"#,
            ] {
                try await sandbox.order(#"{"provider": "pappers", \#(fault)}"#)
                _ = try await sandbox.get(path, headers: Keys.pappers)
            }

            let counters = try await sandbox.get("/_control").document["providers"]["pappers"]
            #expect(counters["calls"].number == 5 && counters["faulted"].number == 5)
            #expect(counters["credits_spent"].number == 2)
        }
    }

    @Test func onlyOrderedKeysAreTakenAndRobotsMeetACaptcha() async throws {
        try await LiveSandbox.run(enforcesLimits: true) { sandbox in
            let path = "/pappers/v2/entreprise?siren=\(SyntheticCase.known.siren())"
            try await sandbox.order(#"{"provider": "pappers", "keys": ["secret"]}"#)
            let other = try await sandbox.get(path, headers: Keys.pappers)
            let own = try await sandbox.get(path, headers: ["api-key": "secret"])
            let page = "/societe-com-pages/societe/x-\(SyntheticCase.known.siren()).html"
            let first = try await sandbox.get(page)
            let second = try await sandbox.get(page)
            try await sandbox.order(#"{"advance": 11}"#)
            let later = try await sandbox.get(page)

            #expect(other.status == 401 && own.status == 200)
            #expect(first.status == 200 && second.status == 403 && later.status == 200)
            #expect(second.text.contains("captcha"))
        }
    }
}
