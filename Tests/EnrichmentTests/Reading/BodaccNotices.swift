import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Notices in the dataset's shape, and what is read of them.
protocol BodaccNotices {}

extension BodaccNotices {
    var bodacc: Bodacc { Bodacc(baseURL: "http://bodacc") }

    func read(_ rows: [[String: Any]]) throws -> Findings {
        let body = Given.json(["total_count": rows.count, "results": rows])
        let siren = try Given.siren("552032534")
        let findings = try bodacc.read(body, about: siren, at: Given.moment)
        #expect(try bodacc.read(bodacc.redacted(body), about: siren, at: Given.moment) == findings)
        return findings
    }

    /// `kind since until`, most recent first; whatever the order of the notices.
    func course(_ rows: [[String: Any]]) throws -> [String] {
        let told = try [rows, rows.reversed()].map { order in
            try read(order).proceedings.map { "\($0.kind) \($0.since) \($0.until?.text ?? "-")" }
        }
        #expect(told[0] == told[1])
        return told[0]
    }

    static var liquidation: [String: String] { judgment("d'ouverture de liquidation judiciaire", "2026-01-15") }

    static func judgment(_ nature: String, _ date: String) -> [String: String] {
        ["type": "initial", "famille": "Jugement", "nature": "Jugement \(nature)", "date": date]
    }

    static func notice(
        _ id: String,
        _ published: String,
        family: String = "collective",
        siren: String = "552032534",
        action: String = "annonce",
        registry: String? = nil,
        judgment: [String: String]? = nil,
        accounts: [String: String]? = nil,
        striking: [String: Any]? = nil,
        previous: [String: Any]? = nil
    ) -> [String: Any] {
        let spaced = [siren.prefix(3), siren.dropFirst(3).prefix(3), siren.suffix(3)].joined(separator: " ")
        var row: [String: Any] = [
            "id": id, "dateparution": published, "typeavis": action, "familleavis": family,
            "registre": [siren, spaced], "tribunal": "Greffe du tribunal", "publicationavis": String(id.prefix(1)),
        ]
        if let registry {
            row["listepersonnes"] = ["personne": ["numeroImmatriculation": ["nomGreffeImmat": registry]]]
        }
        row["jugement"] = judgment
        row["depot"] = accounts
        row["radiationaurcs"] = striking
        row["parutionavisprecedent"] = previous
        return row
    }
}
