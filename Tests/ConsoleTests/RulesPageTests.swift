import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Console

/// *Règles* and *Modèle*, for managers and administrators.
@Suite struct RulesPageTests {
    @Test func whoMayNotChangeRulesSeesNeitherPageNorEntry() async throws {
        try await Scene.run { scene in
            let sales = try await scene.browser(of: Scene.anna)
            let manager = try await scene.browser(of: Scene.chloe)

            #expect(try await sales.get("/rules").status == 403)
            #expect(try await sales.get("/model").status == 403)
            #expect(try await !sales.get("/").body.contains("/rules"))
            #expect(try await manager.get("/").body.contains("<a href=\"/rules\">Règles</a>"))
            #expect(try await manager.get("/rules").body.contains("Aucun barème en vigueur"))
            #expect(try await manager.get("/model").body.contains("Rien d’appris encore"))
            #expect(try await scene.browser(of: Scene.admin).get("/model").status == 200)
        }
    }

    @Test func rulesStandInWordsWithTheirHistory() async throws {
        try await Scene.run { scene in
            try await scene.publish("tpe-pme-v1", Self.points, version: 1, action: "start", actor: "scoring")
            try await scene.publish(
                "tpe-pme-v2",
                Self.book,
                version: 2,
                action: "publish",
                actor: Scene.chloe.uuidString.lowercased()
            )

            let page = try await scene.browser(of: Scene.chloe).get("/rules").body

            for text in [
                "<dt>Barème</dt><dd>tpe-pme-v2</dd>", "<dd>Chloé</dd>", "TPE d’abord",
                "<td>Évolution du CA (urgence)</td>", "<td>−30\u{202F}%</td><td class=\"number\">100\u{202F}%</td>",
                "<td>1 ou 2 salariés</td><td class=\"number\">100\u{202F}%</td>",
                "dès 62 points\u{202F}; chances dès 40\u{202F}%",
                "dès 5\u{A0}ans", "redressement judiciaire</td><td class=\"number\">−15</td>",
                "Section I, Hébergement et restauration", "adéquation 80\u{202F}%", "<td>Publication</td>",
                "<td>tpe-pme-v1</td><td>Mise en route</td><td>Filon</td>",
            ] {
                #expect(page.contains(text), "missing: \(text)")
            }
        }
    }

    @Test func theFirstFormIsReadToo() async throws {
        try await Scene.run { scene in
            try await scene.publish("tpe-pme-v1", Self.points, version: 1, action: "start", actor: "scoring")

            let page = try await scene.browser(of: Scene.chloe).get("/rules").body

            #expect(page.contains("très petite entreprise</td><td class=\"number\">+24</td>"))
            #expect(page.contains("organisme public</td><td class=\"number\">−8</td>"))
            #expect(page.contains("dès 75 points") && page.contains("× 130\u{202F}%"))
        }
    }

    /// Rules of tomorrow may say what this page has no words for: it is shown by its key, and nothing stops.
    @Test func whatHasNoWordsIsShownAsItIs() {
        let sheet: JSONValue = ["weights": ["luck": 40, "size": 60], "size": ["values": ["dragon": 500]]]
        let html = SheetView(sheet: sheet, industries: ["Z9": ["magic": [1, 2]]]).html.text

        #expect(html.contains("<td>luck</td>") && html.contains("<td>dragon</td>"))
        #expect(html.contains("magic\u{202F}: courbe propre"))
    }

    @Test func theModelShowsItsCardItsAlarmsAndWhoHoldsIt() async throws {
        try await Scene.run { scene in
            try await scene.database.withSession { session in try await session.execute(unchecked: Self.models) }

            let page = try await scene.browser(of: Scene.chloe).get("/model").body

            for text in [
                "appris sur 212\u{A0}affaires", "80 sur 212", "01/02/2026 au 01/11/2026",
                "<td class=\"number\">0,712</td>",
                "0,602", "0,660", "0,041", "30 à 40\u{202F}%", "Log-loss des 100 dernières",
                "par Exploitation depuis le", "les nouveaux modèles attendent", "Les chances sont mal calibrées",
                "En attente", "Refusé",
            ] {
                #expect(page.contains(text), "missing: \(text)")
            }
            #expect(!page.contains("signal faible"))
        }
    }

    private static let points = """
        {"name": "tpe-pme-v1", "points": {"size": {"tpe": 24, "ge": 0}, "legal_form": {"public_body": -8}},
            "trend": {"collapse": -3000}, "bands": {"a": 75, "b": 60, "c": 45},
            "urgencyPercent": {"critical": 130, "low": 85}}
        """

    private static let book = """
        {"name": "tpe-pme-v2", "title": "TPE d’abord", "all": {
            "weights": {"size": 26, "turnover_trend": 30},
            "size": {"first": "small", "values": {"01": 1000, "unknown": 600}},
            "urgency": {"fall": {"shape": "linear", "points": [[-3000, 1000], [0, 300]]}, "fallPercent": 100,
                "surge": {"shape": "linear", "points": [[0, 0], [5000, 1000]]}, "surgePercent": 70, "still": 300,
                "halfLifeMonths": 18, "smallBaseEuros": 25000, "unknown": {"confidential": 300},
                "proxies": {"new_company": 500}, "classes": {"critical": 750, "high": 500, "normal": 330},
                "percent": {"critical": 130}},
            "turnoverLevel": {"curve": {"shape": "steps", "points": [[-1000000000000, 0], [1, 200]]}, "unknown": 450},
            "age": {"curve": {"shape": "steps", "points": [[0, 650], [12, 1000], [60, 650]]}, "unknown": 350},
            "negatives": {"receivership": 15},
            "bands": {"a": 62, "b": 48, "c": 36, "probability": {"a": 4000, "b": 2000, "c": 800},
                "probabilityPercent": 50}},
            "industries": {"I": {"industry": {"value": 800}}}}
        """

    private static var models: String {
        let card = """
            {"features": 1, "horizonDays": 180, "from": "2026-02-01T09:00:00.000Z", "to": "2026-11-01T09:00:00.000Z",
                "outcomes": 212, "won": 80, "rateOnly": 0.66, "floor": 0.041,
                "quality": {"n": 212, "base": 0.38, "auc": 0.712, "logloss": 0.602, "brier": 0.21, "ece10": 0.034},
                "reliability": {"bins": [{"index": 3, "n": 50, "foretold": 0.35, "happened": 0.38}]},
                "drift": {"recent": 100, "recentLogloss": 0.61, "earlier": 200, "earlierLogloss": 0.6,
                    "standardError": 0.02},
                "contest": {"outcomes": 0}}
            """
        return """
            INSERT INTO scoring.models (id, name, version, status, parameters, metrics, examples, trained_at,
                activated_at)
            SELECT gen_random_uuid(), 'closing', v, s, '{"hash": "abc"}', '\(card)', 212, '2026-11-02',
                CASE WHEN s = 'active' THEN '2026-11-02'::timestamptz END
            FROM (VALUES (7, 'active'), (8, 'candidate'), (6, 'refused')) AS m (v, s);
            INSERT INTO scoring.model_holds SELECT 'closing', id, 'operator', '2026-11-03' FROM scoring.models
            WHERE status = 'active';
            INSERT INTO scoring.model_alarms (id, name, kind, began_at, began_version, text, english)
            VALUES (gen_random_uuid(), 'closing', 'miscalibrated', '2026-11-02', 7, 'Les chances sont mal calibrées',
                'Chances are off');
            """
    }
}

extension Scene {
    /// Rules in force, as scoring would have left them.
    func publish(_ name: String, _ document: String, version: Int, action: String, actor: String) async throws {
        let id = UUIDv7.make()
        try await database.withSession { session in
            _ = try await session.query(
                """
                INSERT INTO scoring.rule_sets (id, name, version, definition, status, created_by, created_at, published_at)
                VALUES ($1, $2, 1, $3, 'published', 'scoring', now(), now())
                """,
                id,
                name,
                JSONB(document)
            )
            _ = try await session.query(
                """
                INSERT INTO scoring.rules_in_force (version, rule_set_id, label, action, actor, at)
                VALUES ($1, $2, $3, $4, $5, now())
                """,
                version,
                id,
                name,
                action,
                actor
            )
        }
    }
}
