import Contracts
import Foundation
import HTTPClient
import InstallationSupport
import Postgres

/// All that could show that something was done: every row but the runs' own and heartbeats, calls to providers, mails.
struct Footprint: Equatable {
    /// Table → hash over its rows.
    let tables: [String: String]
    let calls: JSONValue
    let mails: Int

    /// What is not as it was before.
    func differences(from before: Footprint) -> [String] {
        let changed = tables.filter { before.tables[$0.key] != $0.value }.map(\.key).sorted()
        return changed + (calls == before.calls ? [] : ["calls to providers"])
            + (mails == before.mails ? [] : ["mails"])
    }
}

extension Installation {
    func footprint() async throws -> Footprint {
        let tables = try await sessions.transaction { tx in try TraceStore.hashes(in: tx) }
        let sandbox = try await get("provider-sandbox", "/_control")
        return Footprint(
            tables: tables,
            calls: try Wire.decode(JSONValue.self, from: sandbox.body)["providers"] ?? .null,
            mails: try await mails().count
        )
    }
}
