import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Scoring

/// Duplicates, delays and any order leave the same rows and the same last word.
@Suite struct OrderTests {
    /// What is announced about one lead; every draw tells it of another.
    enum Story: String, CaseIterable, Sendable {
        case scored, ceasedLast, ceasedEarlier, opposed, contactOpposed, erased, withdrawn, registeredAgain, merged
    }

    @Test(arguments: Story.allCases, ["tpe-pme-v1", "tpe-pme-v2"])
    func anyOrderAndRepetitionEndsTheSame(story: Story, rules: String) async throws {
        let scene = try await Scene(function: "order\(story.rawValue)\(rules.suffix(1))")
        try await scene.putInForce(rules)
        var dice = Dice(UInt64(story.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }))
        let expected = try await ending(of: story, in: scene) { [$0] }

        #expect(expected.last != nil)
        for round in 0..<12 {
            let ending = try await ending(of: story, in: scene) { told in batches(of: told, &dice) }
            #expect(ending == expected, "round \(round)")
        }
        await scene.drop()
    }

    private static let anyLead = LeadID()
    private static let anyCompany = CompanyID()

    private struct Ending: Equatable {
        var standing: Standing
        var last: LeadScored?
    }

    private func ending(of story: Story, in scene: Scene, _ cut: ([Heard]) -> [[Heard]]) async throws -> Ending {
        let subject = try Subject()
        let gone = CompanyID()
        var events: [LeadScored] = []
        for batch in cut(tell(story, subject, gone)) { events += try await scene.hear(batch) }
        let own = events.filter { $0.leadID == subject.lead }
        #expect(own.map(\.version) == Array(1...Int64(max(1, own.count))), "one version more with every score")
        var last = own.last
        // Identities differ from draw to draw.
        last?.leadID = Self.anyLead
        last?.companyID = Self.anyCompany
        last?.version = 0
        #expect(own.last?.companyID == subject.company)
        return Ending(standing: try await scene.standing(subject.lead), last: last)
    }

    private func tell(_ story: Story, _ subject: Subject, _ gone: CompanyID) -> [Heard] {
        let home = story == .merged ? gone : subject.company
        var told = [
            Heard(subject.registered(company: home), at: Known.ago(9)),
            Heard(subject.registered(version: 2, phone: true, owner: "Sophie", company: home), at: Known.ago(8)),
            Heard(subject.reachable(phone: false, email: true), at: Known.ago(7)),
            Heard(subject.reachable(phone: true, email: true), at: Known.ago(6)),
            Heard(subject.enriched(Known.facts(band: nil), Known.turnover(status: .confidential), hoursAgo: 9)),
            Heard(subject.enriched(Known.facts(), Known.turnover(700_000, 500_000), hoursAgo: 7)),
            Heard(subject.enriched(Known.facts(band: "01", year: 2022), hoursAgo: 8), at: Known.ago(8)),
            Heard(subject.enriched(Known.facts(band: "03", year: 2022), hoursAgo: 10), at: Known.ago(10)),
            Heard(subject.enriched(hoursAgo: 6, proceeding: "safeguard")),
            Heard(subject.enriched(hoursAgo: 5, proceeding: "receivership")),
            Heard(subject.activity(1, "call", outcome: "reached", company: home)),
            Heard(subject.activity(2, "email", inbound: true, company: home)),
        ]
        let withdrawal = CompanyWithdrawn(
            companyID: subject.company,
            department: subject.department,
            reason: "import_undone",
            version: 2
        )
        switch story {
        case .scored: break
        case .ceasedLast: told += [Heard(subject.ceased(hoursAgo: 1)), Heard(subject.ceased(hoursAgo: 8))]
        case .ceasedEarlier: told.append(Heard(subject.ceased(hoursAgo: 6)))
        case .opposed: told += objections("company", subject)
        case .contactOpposed: told += objections("contact", subject)
        case .erased:
            told.append(Heard(PersonErased(contactID: subject.contact, addressFingerprints: [], at: Known.ago(7))))
        case .withdrawn: told.append(Heard(withdrawal, at: Known.ago(4)))
        case .registeredAgain:
            told.append(Heard(withdrawal, at: Known.ago(4)))
            told.append(Heard(subject.registered(version: 3), at: Known.ago(3)))
        case .merged:
            told.append(Heard(CompanyMerged(companyID: subject.company, mergedID: gone, version: 2)))
            told.append(Heard(subject.enriched(Known.facts(band: "12"), hoursAgo: 1, company: gone)))
        }
        return told
    }

    private func objections(_ scope: String, _ subject: Subject) -> [Heard] {
        [3, 2].map { hours in
            Heard(
                ObjectionRecorded(
                    scope: scope,
                    companyID: scope == "company" ? subject.company : nil,
                    contactID: scope == "contact" ? subject.contact : nil,
                    source: "source \(hours)",
                    at: Known.ago(hours)
                )
            )
        }
    }

    /// Shuffled, some messages twice, cut into batches.
    private func batches(of told: [Heard], _ dice: inout Dice) -> [[Heard]] {
        var messages = told + told.filter { _ in dice.flag() }
        messages.shuffle(using: &dice)
        var batches: [[Heard]] = []
        while !messages.isEmpty {
            let size = min(messages.count, Int.random(in: 1...5, using: &dice))
            batches.append(Array(messages.prefix(size)))
            messages.removeFirst(size)
        }
        return batches
    }
}
