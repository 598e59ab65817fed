@testable import Identification

/// Spoils rows a second time, by a seed: slips, cut words, other capitals, lost or foreign places.
struct Spoiler {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func spoil(_ row: LabelledList.Row) -> LabelledList.Row {
        var row = row
        guard var name = row.sought.name else { return row }
        switch below(8) {
        case 0, 1: name = slip(name)
        case 2: name = slip(slip(name))
        case 3: name = name.uppercased()
        case 4: name = shuffled(name)
        case 5: name = withoutAWord(name)
        case 6: name += [" SARL", " SAS", " (siège)", " - agence"][below(4)]
        default: break
        }
        row.sought.name = name
        switch below(10) {
        case 0: row.sought.postcode = nil
        case 1: row.sought.city = nil
        case 2: row.sought.city = row.sought.city.map { slip($0) }
        case 3: row.sought.naf = nil
        case 4: row.sought.phoneZone = 1 + below(5)
        case 5: row.sought.domain = nil
        default: break
        }
        return row
    }

    private mutating func slip(_ text: String) -> String {
        var letters = Array(text)
        guard letters.count > 5 else { return text }
        let place = 1 + below(letters.count - 2)
        switch below(3) {
        case 0: letters.swapAt(place, place + 1)
        case 1: letters.remove(at: place)
        default: letters.insert(letters[place], at: place)
        }
        return String(letters)
    }

    private mutating func shuffled(_ text: String) -> String {
        var words = text.split(separator: " ")
        guard words.count > 1 else { return text }
        words.swapAt(0, 1 + below(words.count - 1))
        return words.joined(separator: " ")
    }

    private mutating func withoutAWord(_ text: String) -> String {
        var words = text.split(separator: " ")
        guard words.count > 2 else { return text }
        words.remove(at: below(words.count))
        return words.joined(separator: " ")
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
