import Testing

@testable import Operator

struct ImportReportTests {
    static func report(refused: Int, told: Int) throws -> ImportReport {
        let errors = (0..<told).map { #"{"line":\#($0 + 2),"column":null,"code":"siren_key","message":"clé"}"# }
        let json = """
            {"id":"i","status":"done","rows":\(refused),"created":0,"updated":0,"unchanged":0,"to_identify":0,
            "refused":\(refused),"errors":[\(errors.joined(separator: ","))]}
            """
        return try OutputJSON.decode(ImportReport.self, from: Array(json.utf8))
    }

    @Test func everyRefusedRowIsToldWithItsReason() throws {
        #expect(try Self.report(refused: 2, told: 2).faults == ["line 2: clé", "line 3: clé"])
        #expect(try Self.report(refused: 0, told: 0).faults == [])
    }

    @Test(arguments: [(150, 150), (150, 100)]) func whatIsNotShownIsCounted(refused: Int, told: Int) throws {
        let faults = try Self.report(refused: refused, told: told).faults

        #expect(faults.count == 101)
        #expect(faults.last == "and 50 more refused rows")
    }
}
