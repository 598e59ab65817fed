import FrenchBusiness

/// By what notices name each other: bulletin, issue and number, as in the identity `B20220227446`.
struct NoticeKey: Sendable, Hashable {
    /// A, B or C.
    let bulletin: Character
    /// Year and number of the issue in it, `20220227`.
    let issue: String
    let number: Int

    /// An identity as the dataset gives it.
    init?(identity: String) {
        let digits = identity.dropFirst()
        guard let bulletin = identity.first, digits.count > 8, digits.count <= 17,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits.dropFirst(8))
        else { return nil }
        self.init(bulletin: bulletin, issue: String(digits.prefix(8)), number: number)
    }

    /// As `parutionavisprecedent` names the notice that is corrected: `{"nomPublication": "BODACC B",
    /// "numeroParution": "20220227", "numeroAnnonce": "446", "dateParution": …}`; older ones give the issue without its
    /// year.
    init?(_ previous: LooseObject) {
        guard let name = previous.text("nomPublication"), let bulletin = name.last,
            var issue = previous.text("numeroParution"), let number = previous.integer("numeroAnnonce")
        else { return nil }
        if issue.count <= 4, let year = FrenchNoticeDate.parse(previous.text("dateParution"))?.year {
            issue = String(year) + String(repeating: "0", count: 4 - issue.count) + issue
        }
        guard issue.utf8.count == 8, issue.utf8.allSatisfy({ (0x30...0x39).contains($0) }), number >= 0 else {
            return nil
        }
        self.init(bulletin: bulletin, issue: issue, number: number)
    }

    private init?(bulletin: Character, issue: String, number: Int) {
        guard "ABCabc".contains(bulletin) else { return nil }
        self.bulletin = Character(bulletin.uppercased())
        self.issue = issue
        self.number = number
    }

    var text: String { "\(bulletin)\(issue)\(number)" }
}
