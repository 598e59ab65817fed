import Contracts
import Foundation
import FrenchBusiness

/// A hash of what readers of an event see, stable between processes (FNV-1a of 64 bits), so that a score that looks
/// as before is not announced again.
struct Fingerprint: Sendable {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Never 0, which stands for "nothing announced yet".
    var value: Int64 { Int64(bitPattern: hash == 0 ? 1 : hash) }

    mutating func add(_ text: String?) {
        guard let text else { return add(byte: 0) }
        add(byte: 1)
        for byte in text.utf8 { add(byte: byte) }
        add(byte: 0xFF)  // in no UTF-8 text, so that two texts are never taken for one
    }

    mutating func add(_ number: some BinaryInteger) { add(String(number)) }

    private mutating func add(byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
}

extension Fingerprint {
    /// Everything but the day of the scoring.
    init(_ inputs: ScoreInputs) throws {
        var inputs = inputs
        inputs.today = .earliest
        for byte in try Wire.encode(inputs) { add(byte: byte) }
    }

    /// Everything that a rule decides, with each word that explains it.
    init(_ score: Score) {
        add(score.summary)
        add(score.priority)
        let turnover = score.turnover
        for text in [score.band.rawValue, score.urgency.rawValue, score.sizeClass.rawValue] { add(text) }
        for text in [turnover.status, turnover.trend, turnover.latestClosing?.text] { add(text) }
        for number in [turnover.latestCents, turnover.changeBasisPoints.map(Int64.init)] {
            add(number.map(String.init))
        }
        for line in score.summary.lines { add(line.english) }
    }

    private mutating func add(_ score: ScoreSummary) {
        add(score.points)
        add(score.ruleSet)
        add(score.lines.count)
        for line in score.lines {
            for text in [line.rule, line.input, line.source, line.date?.text, line.text] { add(text) }
            add(line.points)
        }
    }

    /// Everything but the version.
    init(_ event: LeadScored) {
        add(event.companyID.description)
        add(event.department.rawValue)
        add(event.siren?.text)
        add(event.companyName)
        add(event.score)
        add(event.priority)
        let turnover = event.turnover
        for text in [event.band, event.urgency, event.sizeClass, turnover.status, turnover.trend] { add(text) }
        for number in [turnover.latestCents, turnover.changeBasisPoints.map(Int64.init)] {
            add(number.map(String.init))
        }
        for text in [turnover.latestClosing?.text, event.departement, event.section, event.currentOwner?.text] {
            add(text)
        }
        let exclusion = event.exclusion
        for text in [exclusion?.code, exclusion?.text, exclusion?.source, exclusion?.on?.text] { add(text) }
        // That the register was read again is news by itself: who hands leads out waits for it.
        if let read = event.statusReadAt { add(CivilDate(read, in: .gmt).text) }
    }
}
