import Contracts
import Foundation
import Testing

@testable import Messaging

@Suite struct UUIDv7OrderTests {
    @Test func identifiersOfOneProcessSortInTheOrderTheyWereMadeAlsoWhenTheClockStepsBack() {
        let now = Date()
        let ids = (0..<20_000).map { UUIDv7.make(at: now - Double($0 % 7)) }
        for (earlier, later) in zip(ids, ids.dropFirst()) { #expect(earlier.compare(to: later) < 0) }
    }

    @Test func theMomentStandsInTheIdentifier() throws {
        let far = Date(timeIntervalSince1970: 4_102_444_800.5)
        #expect(try #require(UUIDv7.date(of: UUIDv7.make(at: far))) >= far)
        #expect(UUIDv7.date(of: UUID()) == nil)
    }

    @Test func traceContextIsCarriedOnAndBadOneReplaced() {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let child = Trace.child(of: parent)
        #expect(Trace.traceID(of: child) == "0af7651916cd43dd8448eb211c80319c")
        #expect(child != parent)
        for bad in [
            "", "00-xyz", String(repeating: "0", count: 55),
            "00-\(String(repeating: "0", count: 32))-b7ad6b7169203331-01",
        ] {
            #expect(Trace.traceID(of: Trace.child(of: bad)) != nil)
            #expect(Trace.traceID(of: bad) == nil)
        }
    }
}
