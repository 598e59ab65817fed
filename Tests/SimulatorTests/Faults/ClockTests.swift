import Testing

@testable import ProviderSandbox

/// A scripted clock moves what is known, what is allowed and what has expired.
@Suite struct ClockTests {
    @Test func depositsAndEndsHappenWhenTheirDayComes() throws {
        let scene = try Scene()
        let siren = try #require(lateDepositor())
        func years() -> [Int?] {
            scene.document("pappers", "v2/entreprise", "siren=\(siren)", headers: Keys.pappers)["finances"].elements
                .map { $0["annee"].number }
        }
        func announced() -> Int? {
            scene.document(
                "bodacc",
                "api/explore/v2.1/catalog/datasets/annonces-commerciales/records",
                "where=registre=%22\(siren)%22"
            )["total_count"].number
        }

        #expect(years() == [2024, 2023, 2022] && announced() == 3)
        scene.state.clock.set(to: try #require(SandboxClock.time(iso: "2026-12-16T08:00:00Z")))
        #expect(years() == [2025, 2024, 2023, 2022] && announced() == 4)
        scene.state.clock.set(to: try #require(SandboxClock.time(iso: "2024-01-01T08:00:00Z")))
        #expect(years() == [2022] && announced() == 1)
        scene.state.clock.reset()
        #expect(years() == [2024, 2023, 2022])
    }

    @Test func aCompanyIsActiveBeforeItCeases() throws {
        let scene = try Scene()
        func state() -> String? {
            scene.document("recherche-entreprises", "search", "q=\(SyntheticCase.ceased.siren())")["results"][0][
                "etat_administratif"
            ].text
        }

        #expect(state() == "C")
        scene.state.clock.set(to: try #require(SandboxClock.time(iso: "2025-01-01T00:00:00Z")))
        #expect(state() == "A")
    }

    @Test func aDaysQuotaIsBackAtMidnight() throws {
        let state = SandboxState(enforcesLimits: true)
        state.clock.set(to: try #require(SandboxClock.time(iso: "2026-11-26T23:00:00Z")))
        func admits() -> Bool { Limits.admits(OpenCorporates.self, state) }

        #expect((0..<50).allSatisfy { _ in admits() })
        #expect(!admits())
        #expect((3590...3600).contains(Limits.wait(OpenCorporates.self, state)), "an hour is left of the day")
        state.clock.advance(by: 7200)
        #expect(admits())
        #expect(state.document["providers"]?["opencorporates"]?["over_limit"] == 2)
    }

    @Test func datesOfHTTPAreWrittenAsTheStandardSays() throws {
        let time = try #require(SandboxClock.time(iso: "1994-11-06T08:49:37Z"))

        #expect(SandboxClock.http(time) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(SandboxClock.iso(time) == "1994-11-06T08:49:37Z")
        #expect(SandboxClock.time(iso: "yesterday") == nil)
    }

    /// A company whose year 2025 is deposited in December 2026.
    private func lateDepositor() -> String? {
        (0..<1000).map(SyntheticCompany.siren).first { siren in
            SyntheticCompany.company(siren)?.accounts?.contains { $0.closing == "2025-12-31" && $0.turnover != nil }
                == true
        }
    }
}
