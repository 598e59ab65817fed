import Foundation
import Postgres
import Testing

/// Every type there and back through the server.
@Suite struct ValueTests {
    enum Stage: String, PostgresBindable, PostgresDecodable { case new, won }
    struct LeadID: RawRepresentable, PostgresBindable, PostgresDecodable, Equatable { let rawValue: UUID }

    @Test func scalarsComeBackAsTheyWent() async throws {
        try await Database.with { database in
            let id = UUID()
            let moment = Date(timeIntervalSince1970: 1_700_000_000.123_456)
            let day = CivilDay(year: 2024, month: 2, day: 29)
            try await database.session().transaction { tx in
                let row = try #require(
                    try tx.query(
                        "SELECT $1::bool, $2::int2, $3::int4, $4::int8, $5::float8, $6::text, $7::uuid",
                        true,
                        Int16(-3),
                        Int32.min,
                        Int.max,
                        0.1,
                        "l'été \\ \"x\" 🥖",
                        id
                    ).first
                )
                let (flag, small, medium, large, real, text, back) = try row.decode(
                    Bool.self,
                    Int16.self,
                    Int32.self,
                    Int.self,
                    Double.self,
                    String.self,
                    UUID.self
                )
                #expect(flag && small == -3 && medium == .min && large == .max && real == 0.1)
                #expect(text == "l'été \\ \"x\" 🥖" && back == id)
                let other = try #require(
                    try tx.query(
                        "SELECT $1::timestamptz, $2::date, $3::bytea, $4::jsonb, $5::json, $6::interval",
                        moment,
                        day,
                        [0, 255, 92] as [UInt8],
                        JSONB(#"{"a": 1}"#),
                        JSONB("[2]"),
                        Duration.milliseconds(-1500)
                    ).first
                )
                let (when, date, bytes, jsonb, json, length) = try other.decode(
                    Date.self,
                    CivilDay.self,
                    [UInt8].self,
                    JSONB.self,
                    JSONB.self,
                    Duration.self
                )
                #expect(abs(when.timeIntervalSince(moment)) < 0.000_000_5 && date == day)
                #expect(bytes == [0, 255, 92] && jsonb == JSONB(#"{"a": 1}"#) && json == JSONB("[2]"))
                #expect(length == .milliseconds(-1500))
            }
        }
    }

    @Test(arguments: [
        "0", "1", "-1", "12.340", "0.0001", "-0.00012", "10000", "99999999999999999999.5", "NaN", "1e-20",
    ])
    func numericsKeepTheirDigits(text: String) async throws {
        try await Database.with { database in
            try await database.session().transaction { tx in
                let row = try #require(
                    try tx.query("SELECT $1::numeric, ($1::numeric)::text", NumericText(text)).first
                )
                let (number, expected) = try row.decode(NumericText.self, String.self)
                #expect(number.text == expected)
                if text != "NaN" { #expect(try row.value(0, as: Decimal.self) == Decimal(string: expected)) }
            }
        }
    }

    @Test func arraysKeepNullsAndEmptiness() async throws {
        try await Database.with { database in
            let ids = [UUID(), UUID()]
            try await database.session().transaction { tx in
                let row = try #require(
                    try tx.query(
                        "SELECT $1::uuid[], $2::text[], $3::int8[], $4::bytea[], $5::jsonb[], $6::date[]",
                        ids,
                        ["a,\"b\\", nil, ""] as [String?],
                        [] as [Int],
                        [[1], []] as [[UInt8]],
                        [JSONB("{}")],
                        [CivilDay(year: 1999, month: 12, day: 31), nil]
                    ).first
                )
                let (uuids, texts, none, bytes, documents, days) = try row.decode(
                    [UUID].self,
                    [String?].self,
                    [Int].self,
                    [[UInt8]].self,
                    [JSONB].self,
                    [CivilDay?].self
                )
                #expect(uuids == ids && texts == ["a,\"b\\", nil, ""] && none.isEmpty)
                #expect(bytes == [[1], []] && documents == [JSONB("{}")])
                #expect(days == [CivilDay(year: 1999, month: 12, day: 31), nil])
                #expect(throws: PostgresError.self) { try row.value(1, as: [String].self) }
                let numerics = try tx.query("SELECT $1::numeric[]", [NumericText("1.50"), NumericText("-2")])
                #expect(try numerics.first?.decode([NumericText].self) == [NumericText("1.50"), NumericText("-2")])
            }
        }
    }

    @Test func enumsAndIdentifiersNeedNoMoreThanTheirConformance() async throws {
        try await Database.with("CREATE TYPE stage AS ENUM ('new', 'won', 'lost')") { database in
            let id = LeadID(rawValue: UUID())
            try await database.session().transaction { tx in
                let row = try #require(
                    try tx.query(
                        "SELECT $1::stage, $2::stage[], $3::uuid, $4::text",
                        Stage.won,
                        [Stage.new, .won],
                        id,
                        Stage.new
                    ).first
                )
                let (stage, stages, back, text) = try row.decode(Stage.self, [Stage].self, LeadID.self, String.self)
                #expect(stage == .won && stages == [.new, .won] && back == id && text == "new")
                let unknown = try #require(try tx.query("SELECT 'lost'::stage").first)
                #expect(throws: PostgresError.self) { try unknown.decode(Stage.self) }
            }
        }
    }

    @Test func nullsAreOptionalsAndNothingElse() async throws {
        try await Database.with { database in
            try await database.session().transaction { tx in
                let missing: Int? = nil
                let row = try #require(try tx.query("SELECT $1::int4, $2::text", missing, nil).first)
                let (number, text) = try row.decode(Int?.self, String?.self)
                #expect(number == nil && text == nil)
                #expect(throws: PostgresError.self) { try row.decode(Int.self, String?.self) }
                #expect(throws: PostgresError.self) { try row.decode(Int?.self) }
                #expect(throws: PostgresError.self) { try row.value(2, as: Int?.self) }
            }
        }
    }

    @Test func integersThatDoNotFitAreRefused() async throws {
        try await Database.with { database in
            let error = try await failure { _ = try await database.session().query("SELECT $1::int4", Int.max) }
            #expect(error.code == .binding && error.description.contains("parameter 1"))
            let session = database.session()
            let row = try #require(
                try await session.query("SELECT 70000, sum(x) FROM generate_series(1, 3::bigint) x").first
            )
            #expect(throws: PostgresError.self) { try row.value(0, as: Int16.self) }
            #expect(try row.value(1, as: Int.self) == 6)
        }
    }

    @Test func nulInTextIsRefusedBeforeItTravels() async throws {
        try await Database.with { database in
            let session = database.session()
            let error = try await failure { _ = try await session.query("SELECT $1::text", "geheim\0") }
            #expect(error.code == .binding && error.description.contains("NUL"))
            #expect(!String(reflecting: error).contains("geheim"))
            let array = try await failure { _ = try await session.query("SELECT $1::text[]", ["a\0"]) }
            #expect(array.code == .binding)
        }
    }

    @Test func hostileTextIsOnlyText() async throws {
        try await Database.with("CREATE TABLE note (body text)") { database in
            let hostile = "'); DROP TABLE note; --"
            let session = database.session()
            try await session.execute("INSERT INTO note VALUES ($1)", hostile)
            #expect(try await session.query("SELECT body FROM note").values(as: String.self) == [hostile])
        }
    }

    @Test func daysAgreeWithTheServerOverFourCenturies() async throws {
        try await Database.with { database in
            let rows = try await database.session().query(
                "SELECT day::date, day::date::text FROM generate_series('1799-12-31'::timestamp, '2200-03-01', '17 days') day"
            )
            #expect(rows.count > 8000)
            for row in rows {
                let (day, text) = try row.decode(CivilDay.self, String.self)
                #expect(day.description == text)
            }
        }
    }
}
