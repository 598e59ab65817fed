import Foundation
import FoundationNetworking
import Testing

@testable import ProviderSandbox

/// Every fault as a client meets it, byte for byte.
@Suite(.timeLimit(.minutes(2))) struct DeliveryTests {
    private let path = "/recherche-entreprises/search?q=999123458"
    private let name = "recherche-entreprises"

    @Test func aSoundAnswerIsMarkedAndDatedByTheScriptedClock() async throws {
        try await LiveSandbox.run { sandbox in
            let sound = try await sandbox.get(path)
            try await sandbox.order(#"{"clock": "2027-01-02T03:04:05Z"}"#)
            let dated = try await sandbox.get(path)
            try await sandbox.order(#"{"provider": "\#(name)", "clock_skew": -86400}"#)
            let skewed = try await sandbox.get(path)

            #expect(sound.status == 200 && sound.isWhole && sound.headers["x-filon-simulator"] == "1")
            #expect(sound.headers["date"]?.count == 29)
            #expect(dated.headers["date"]?.hasPrefix("Sat, 02 Jan 2027 03:04:") == true)
            #expect(skewed.headers["date"]?.hasPrefix("Fri, 01 Jan 2027 03:04:") == true)
            #expect(skewed.body == dated.body)
        }
    }

    @Test func bodiesAreSpoiltAsOrdered() async throws {
        try await LiveSandbox.run { sandbox in
            let sound = try await sandbox.get(path)
            func spoilt(_ fault: String) async throws -> LiveSandbox.Reply {
                try await sandbox.order(#"{"provider": "\#(name)", \#(fault)}"#)
                return try await sandbox.get(path)
            }

            let cut = try await spoilt(#""cut": true"#)
            #expect(!cut.isWhole && sound.body.starts(with: cut.body))
            let malformed = try await spoilt(#""malformed": true"#)
            #expect(malformed.status == 200 && malformed.document.value == nil)
            let page = try await spoilt(#""fault": "html_page""#)
            #expect(page.status == 200 && page.headers["content-type"]?.hasPrefix("text/html") == true)
            let dates = try await spoilt(#""fault": "impossible_dates""#)
            #expect(dates.document["results"][0]["date_creation"].text?.dropFirst(5).prefix(2) == "20")
            let deep = try await spoilt(#""fault": "depth_bomb", "depth": 5000"#)
            #expect(deep.isWhole && deep.body.filter { $0 == UInt8(ascii: "[") }.count == 5000)
            let large = try await spoilt(#""fault": "size_bomb", "size_bytes": 3000000"#)
            #expect(large.isWhole && large.body.count == 3_000_000)
            #expect(large.document["results"][0].text?.count == 2_999_983)
        }
    }

    @Test func aWrongCharsetIsLatin1ThatSaysUTF8() async throws {
        try await LiveSandbox.run { sandbox in
            let siren = SyntheticCase.receivership.siren()
            let address =
                "/bodacc/api/explore/v2.1/catalog/datasets/annonces-commerciales/records?where=registre=%22\(siren)%22"
            try await sandbox.order(#"{"provider": "bodacc", "fault": "wrong_charset"}"#)
            let reply = try await sandbox.get(address)

            #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
            #expect(String(validating: reply.body, as: UTF8.self) == nil)
            #expect(String(decoding: reply.body, as: UTF8.self).contains("total_count"))
        }
    }

    @Test func compressedAnswersAreReadByOthersAndTruncatedOnesAreNot() async throws {
        try await LiveSandbox.run { sandbox in
            let sound = try await sandbox.get(path)
            let url = try #require(URL(string: sandbox.base + path))
            try await sandbox.order(#"{"provider": "\#(name)", "fault": "gzip"}"#)
            let (unpacked, _) = try await URLSession.shared.data(from: url)
            let packed = try await sandbox.get(path)
            try await sandbox.order(#"{"provider": "\#(name)", "fault": "truncated_gzip"}"#)
            let truncated = try await sandbox.get(path)

            #expect(Array(unpacked) == sound.body)
            #expect(packed.headers["content-encoding"] == "gzip")
            #expect(truncated.isWhole && packed.body.starts(with: truncated.body))
            #expect(truncated.body.count < packed.body.count)
        }
    }

    @Test func refusalsComeInTheProvidersWordsAndSayWhenToComeBack() async throws {
        try await LiveSandbox.run { sandbox in
            func refused(_ provider: String, _ fault: String, _ path: String) async throws -> LiveSandbox.Reply {
                try await sandbox.order(#"{"provider": "\#(provider)", \#(fault)}"#)
                return try await sandbox.get(path, headers: Keys.pappers)
            }
            let sheet = "/pappers/v2/entreprise?siren=999123458"
            let dry = try await refused("pappers", #""fault": "out_of_credits""#, sheet)
            let bad = try await refused("pappers", #""fault": "bad_key""#, sheet)
            let expired = try await refused("inpi", #""fault": "expired_token""#, "/inpi/api/companies/999123458")
            let redirected = try await refused("sirene", #""fault": "redirect""#, "/sirene/siren/999123458")
            let busy = try await refused(name, #""status": 429, "retry_after": 120"#, path)
            try await sandbox.order(#"{"clock": "2026-11-26T08:00:00Z"}"#)
            let away = try await refused(name, #""status": 503, "retry_after": 120, "retry_after_as_date": true"#, path)

            #expect(dry.status == 401 && dry.document["error"].text?.contains("crédits") == true)
            #expect(bad.status == 401 && bad.document["error"].text == "Clé API incorrecte.")
            #expect(expired.status == 401 && expired.document["errorCode"].text == "unauthorized")
            #expect(redirected.status == 302 && redirected.headers["location"]?.hasPrefix("http://169.254.") == true)
            #expect(busy.status == 429 && busy.headers["retry-after"] == "120")
            #expect(away.status == 503 && away.headers["retry-after"]?.hasPrefix("Thu, 26 Nov 2026 08:02:0") == true)
        }
    }

    @Test func aDripTakesItsTime() async throws {
        try await LiveSandbox.run { sandbox in
            let address = "/sirene/siren/732829320"
            let sound = try await sandbox.get(address, headers: Keys.sirene)
            try await sandbox.order(#"{"provider": "sirene", "fault": "drip", "interval_ms": 3}"#)
            let start = ContinuousClock.now
            let dripped = try await sandbox.get(address, headers: Keys.sirene)

            #expect(dripped.body == sound.body && dripped.status == 404)
            #expect(ContinuousClock.now - start >= .milliseconds(3 * sound.body.count))
        }
    }

    @Test func limitsAreEnforcedAndQuotasTold() async throws {
        try await LiveSandbox.run(enforcesLimits: true) { sandbox in
            var statuses: [Int] = []
            for _ in 0..<31 {
                statuses.append(try await sandbox.get("/sirene/siren/999123458", headers: Keys.sirene).status)
            }
            let address = "/ratios-inpi-bce/api/explore/v2.1/catalog/datasets/ratios_inpi_bce/records?limit=1"
            let first = try await sandbox.get(address)
            let second = try await sandbox.get(address)

            #expect(statuses.filter { $0 == 200 }.count == 30 && statuses.last == 429)
            #expect(first.headers["x-ratelimit-limit"] == "20000")
            #expect(first.headers["x-ratelimit-remaining"] == "19999")
            #expect(second.headers["x-ratelimit-remaining"] == "19998")
        }
    }

    @Test func ordersThatMeanNothingAreRefused() async throws {
        try await LiveSandbox.run { sandbox in
            for order in [
                "{}", #"{"provider": "insee"}"#, #"{"clock": "tomorrow"}"#, #"{"provider": "bodacc", "fault": "fire"}"#,
                #"{"provider": "bodacc", "variants": ["partial"]}"#, #"{"provider": "pappers", "credits": -1}"#,
            ] {
                let reply = try await sandbox.send("POST", "/_control", body: order)
                #expect(reply.status == 400, "\(order)")
            }
            let cases = try await sandbox.get("/_cases").document
            #expect(cases["liquidation"]["siren"].text == SyntheticCase.liquidation.siren())
        }
    }
}
