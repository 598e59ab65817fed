import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Assignment

@Suite struct OwnersAndDeadlinesTests {
    @Test func anOwnerIsFoundByAddressOrNameWhateverCaseAndAccents() {
        let (helene, other) = (UserID(), UserID())
        var index = OwnerIndex()
        index.add(helene, email: "helene.petit@exemple.fr", name: "Hélène Petit")
        index.add(other, email: "a.durand@exemple.fr", name: "Anne Durand")
        index.add(UserID(), email: "b.durand@exemple.fr", name: "Anne DURAND")

        #expect(index.owner(named: " HELENE  petit ") == .found(helene))
        #expect(index.owner(named: "Helene.Petit@exemple.fr") == .found(helene))
        #expect(index.owner(named: "anne durand") == .ambiguous)
        #expect(index.owner(named: "a.durand@exemple.fr") == .found(other))
        #expect(index.owner(named: "Paul") == .unknown)
        #expect(index.owner(named: "  ") == nil)
        #expect(index.owner(named: nil) == nil)
    }

    @Test(arguments: [
        // Friday evening: Monday 9:00 to 12:30 and 14:00 to 14:30.
        (Urgency.critical, "2026-03-13T17:00:00Z", "2026-03-16T13:30:00Z"),
        (Urgency.high, "2026-03-17T09:00:00Z", "2026-03-18T09:00:00Z"),
        (Urgency.normal, "2026-04-30T08:00:00Z", "2026-05-05T08:00:00Z"),  // 1 May is a holiday, then a week-end
        (Urgency.low, "2026-03-17T09:00:00Z", "2026-03-24T09:00:00Z"),
    ])
    func firstContactIsDueInWorkingTime(urgency: Urgency, from: String, due: String) throws {
        let start = try #require(WireDate.date(from))

        #expect(WireDate.text(DueDates(from: start)[urgency]) == WireDate.text(try #require(WireDate.date(due))))
    }
}
