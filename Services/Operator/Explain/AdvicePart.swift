import Foundation

/// What scoring advises to do next with a lead, and what that rests on.
struct AdvicePart: Codable, Sendable {
    /// call, email, find_number, wait, drop
    let action: String
    let reason: String
    let until: String?
    let french: String
    let english: String
    /// best, no_difference, not_enough; nil: no call is advised
    let hourVerdict: String?
    /// 1 is Monday; nil: every working day
    let weekday: Int?
    let fromHour: Int?
    let toHour: Int?
    let tried: Int?
    let reached: Int?
    let lowBasisPoints: Int?
    let highBasisPoints: Int?
    let allTried: Int?
    let allReached: Int?
    /// better, no_difference, not_enough; nil: nothing is to be said or written
    let playbookVerdict: String?
    let playbook: String?
    let playbookContacts: Int?
    let otherContacts: Int?
    let upliftBasisPoints: Int?
    let upliftLowBasisPoints: Int?
    let upliftHighBasisPoints: Int?

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    var lines: [String] {
        ["Next: \(head): \(english)"] + [hours, script].compactMap(\.self).map { "  " + $0 }
    }

    private var head: String {
        switch action {
        case "find_number": "find a number"
        case "wait": until.map { "wait until " + $0 } ?? "wait"
        case "call": "call" + (stretch.map { ", " + $0 } ?? "")
        default: action
        }
    }

    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    private var stretch: String? {
        guard hourVerdict == "best", let fromHour, let toHour else { return nil }
        let day = weekday.flatMap { (1...7).contains($0) ? Self.days[$0 - 1] + " " : nil } ?? ""
        return "\(day)\(fromHour)–\(toHour)"
    }

    private var hours: String? {
        switch hourVerdict {
        case "best":
            "at that hour reached \(reached ?? 0) of \(tried ?? 0), \((lowBasisPoints ?? 0) / 100) to "
                + "\((highBasisPoints ?? 0) / 100) % (4 in 5)"
        case "no_difference": "no hour is clearly better: reached \(allReached ?? 0) of \(allTried ?? 0)"
        case "not_enough": "best hour: not enough data (\(allTried ?? 0) calls)"
        default: nil
        }
    }

    private var script: String? {
        switch playbookVerdict {
        case "better":
            "playbook \(playbook ?? ""): \(Self.points(upliftBasisPoints)) points of good ends "
                + "(\(Self.points(upliftLowBasisPoints)) to \(Self.points(upliftHighBasisPoints))), "
                + "\(playbookContacts ?? 0) contacts beside \(otherContacts ?? 0)"
        case "no_difference": "playbook: none did clearly better"
        case "not_enough": "playbook: not enough data"
        default: nil
        }
    }

    private static func points(_ basisPoints: Int?) -> String {
        let tenths = ((basisPoints ?? 0).magnitude + 5) / 10
        return ((basisPoints ?? 0) < 0 ? "-" : "+") + "\(tenths / 10).\(tenths % 10)"
    }
}
