import Foundation
import Postgres
import TestSupport
import Testing

@testable import Ingest

/// What the database refuses, or undoes for another's sake, while a sender waits for the answer.
@Suite struct DoorFaultTests {
    private func scene(_ body: (IngestScene, Door) async throws -> Void) async throws {
        try await withScene { scene in try await Door.open(scene) { door in try await body(scene, door) } }
    }

    private func post(_ door: Door, _ lines: [String]) async throws -> Door.Answer {
        let isOne = lines.count == 1
        let body = Data(lines.joined(separator: "\n").utf8)
        return try await door.call(
            "POST",
            "/v1/companies",
            body,
            type: isOne ? "application/json" : "application/x-ndjson"
        )
    }

    private let good = [
        #"{"siren": "732829320", "nom": "ACME"}"#, #"{"siren": "552100554", "nom": "Usine du Doubs"}"#,
        #"{"nom": "Atelier du Parc", "cp": "31000"}"#,
    ]

    @Test func aLineThatTheDatabaseRefusesCostsNoOtherLine() async throws {
        try await scene { scene, door in
            try await scene.execute(
                """
                CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF NEW.note = 'unfit' THEN RAISE 'unfit' USING ERRCODE = '22P05'; END IF; RETURN NEW;
                END $$
                """
            )
            try await scene.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON intake.leads FOR EACH ROW EXECUTE FUNCTION public.refuse()"
            )
            let unfit = #"{"nom": "Garage du Lac", "cp": "74000", "note": "unfit"}"#

            let several = try await post(door, [good[0], good[1], unfit, good[2]])
            let alone = try await post(door, [unfit])

            #expect(several.lines.compactMap { $0["line"] as? Int } == [1, 2, 3, 4])
            #expect(
                several.lines.compactMap { $0["result"] as? String } == [
                    "created", "created", "refused", "to_identify",
                ]
            )
            #expect(several.lines[2]["code"] as? String == "unprocessable")
            #expect(alone.status == 422)
            #expect(alone.text("code") == "unprocessable")
            #expect(try await scene.count("SELECT count(*) FROM intake.leads") == 3)
        }
    }

    @Test(arguments: ["40P01", "40001"])
    func whatAnothersTransactionUndidIsTriedAgain(state: String) async throws {
        try await scene { scene, door in
            try await scene.execute("CREATE SEQUENCE public.turns")
            try await scene.execute("CREATE TABLE public.collisions (code text)")
            try await scene.database.withSession { session in
                try await session.query("INSERT INTO public.collisions VALUES ($1)", state)
            }
            try await scene.execute(
                """
                CREATE FUNCTION public.collide() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
                    IF nextval('public.turns') % 3 <> 0 THEN
                        RAISE 'collided' USING ERRCODE = (SELECT code FROM public.collisions);
                    END IF;
                    RETURN NULL;
                END $$
                """
            )
            try await scene.execute(
                """
                CREATE TRIGGER collide BEFORE INSERT ON intake.companies FOR EACH STATEMENT
                EXECUTE FUNCTION public.collide()
                """
            )

            let several = try await post(door, Array(good[..<2]))
            let alone = try await post(door, [#"{"siren": "775670417", "nom": "Scierie du Val"}"#])

            #expect(several.lines.compactMap { $0["result"] as? String } == ["created", "created"])
            #expect(alone.status == 201)
            #expect(try await scene.count("SELECT last_value FROM public.turns") >= 6)
        }
    }
}
