import Contracts
import Testing

@testable import Scoring

/// Rule sets as data: what they inherit, and what is wrong with wrong ones.
@Suite struct RuleBookTests {
    private let book: RuleBook

    init() throws { book = try RuleBook.tpePMEv2() }

    @Test func theShippedBooksHoldTheirPromises() throws {
        for book in [book, try RuleBook.grandesEntreprisesV1()] {
            let again = try RuleBook(reading: Wire.encode(book.document))
            #expect(again == book && again.industries == book.industries && again.all == book.all)
            #expect(book.all.weights.values.reduce(0, +) == 100)
        }
    }

    @Test func anIndustryOverridesOnlyWhatItNamesAndInheritsTheRest() {
        let section = book.sheet(naf: nil, section: "I")
        let division = book.sheet(naf: "56.10A", section: "I")
        #expect(section.industry.value == 800 && section.age.curve.points[0] == [0, 800])
        #expect(section.size == book.all.size && section.weights == book.all.weights)
        // The division says something of one weight; the rest is the section's and the whole's.
        #expect(division.weights[.reachability] == 7 && division.weights[.size] == book.all.weights[.size])
        #expect(division.industry == section.industry && division.age == section.age)
        let holding = book.sheet(naf: "64.20Z", section: "K")
        #expect(holding.industry.value == 50 && holding.weights[.industry] == 6)
        #expect(book.sheet(naf: "64.19Z", section: "K").industry.value == 300)
        #expect(book.sheet(naf: "01.11Z", section: "A") == book.all)
        #expect(book.sheet(naf: nil, section: nil) == book.all)
    }

    @Test(arguments: [
        (#""size":26"#, #""size":-3"#, "negative", "all.weights.size"),
        (#""size":26"#, #""size":9000"#, "too_large", "all.weights.size"),
        (#""size":26"#, #""size":1e300"#, "too_large", "all.weights.size"),
        (#""size":26"#, #""size":"NaN""#, "not_a_whole_number", "all.weights.size"),
        (#""size":26"#, #""size":2.5"#, "not_a_whole_number", "all.weights.size"),
        (#""size":26"#, #""size":26,"luck":3"#, "unknown_field", "all.weights.luck"),
        (#""still":300"#, #""stil":300"#, "unknown_field", "all.urgency.stil"),
        (#""still":300,"#, "", "missing_field", "all.urgency.still"),
        (#""name":"tpe-pme-v2""#, #""name":"Les TPE""#, "bad_name", "name"),
        (#""03":950"#, #""03":1000,"11":20"#, "not_monotone", "all.size"),
        (#""c":36"#, #""c":48"#, "overlapping_bands", "all.bands"),
        (#"[-2000,746]"#, #"[-2500,746]"#, "unordered_curve", "all.urgency.fall"),
        (#"[-2000,746]"#, #"[-2000,100]"#, "not_monotone", "all.urgency.fall"),
        (#""F":{"#, #""Z9":{"#, "unknown_industry", "industries.Z9"),
        (#""F":{"#, #""F":{"offers":1,"#, "unknown_field", "industries.F.offers"),
        (
            #""region":{"other":600,"unknown":500"#, #""region":{"other":600,"unknown":0"#, "unknown_is_zero",
            "all.region.unknown"
        ),
    ])
    func aFaultIsNamedInBothLanguages(_ old: String, _ new: String, _ code: String, _ path: String) throws {
        let text = String(decoding: try Wire.encode(book.document), as: UTF8.self)
        try #require(text.contains(old), "\(old)")
        let broken = text.replacing(old, with: new, maxReplacements: 1)
        let faults = try #require(#expect(throws: FaultyRules.self) { try RuleBook(reading: Array(broken.utf8)) })
            .faults
        let fault = try #require(faults.first { $0.code == code }, "\(faults)")
        #expect(fault.path == path)
        #expect(!fault.text.isEmpty && !fault.english.isEmpty && fault.text != fault.english)
    }

    @Test func aCutDocumentAndOneThatIsNoNumberAreUnreadable() throws {
        let bytes = try Wire.encode(book.document)
        let text = String(decoding: bytes, as: UTF8.self)
        let hostile = [
            Array(bytes.prefix(bytes.count / 2)), Array(bytes.dropLast()), [], Array("null".utf8), Array("[]".utf8),
            Array(text.replacing(#""size":26"#, with: #""size":NaN"#).utf8),
            Array(text.replacing(#""size":26"#, with: #""size":1e999"#).utf8),
            Array(repeating: 0x20, count: RuleBook.longest + 1),
        ]
        for bytes in hostile {
            let faults = #expect(throws: FaultyRules.self) { try RuleBook(reading: bytes) }?.faults ?? []
            #expect(faults.count >= 1 && faults.count <= 20)
        }
    }

    @Test func curvesAreExactAndKeepTheirEnds() {
        let curve = Curve(.linear, [[0, 0], [10, 5], [20, 0]])
        #expect([-5, 0, 1, 4, 10, 11, 19, 20, 99].map(curve.value) == [0, 0, 0, 2, 5, 4, 0, 0, 0])
        let steps = Curve(.steps, [[0, 1], [10, 2]])
        #expect([-1, 0, 9, 10, 11].map(steps.value) == [1, 1, 1, 2, 2])
    }

    @Test func whatFadesIsHalvedExactlyAtEveryHalfLifeAndNeverGrows() {
        #expect(
            [0, 45, 90, 135].map { Fading.left(after: $0, halfLife: 45) } == [1_000_000, 500_000, 250_000, 125_000]
        )
        #expect(Fading.left(after: -3, halfLife: 45) == Fading.whole)
        let days = (0...2000).map { Fading.left(after: $0, halfLife: 45) }
        #expect(!zip(days, days.dropFirst()).contains { $0 < $1 } && days.last == 0)
    }

    @Test func pointsAreSharedByLargestRemainder() {
        #expect(Shares.points([1, 1, 1], [1000, 1000, 1000]) == [34, 33, 33])
        #expect(Shares.points([30, 30, 40], [333, 333, 335]) == [10, 10, 13])
        // A small share is a point, taken from the largest.
        #expect(Shares.points([1000, 1, 1], [1000, 400, 0]) == [99, 1, 0])
        #expect(Shares.sum([30, 30, 40], [333, 333, 335]) == 33)
    }

    @Test func bandsComeFromBothNumbersAndFromTheRulesAloneWithoutTheSecond() {
        var bands = book.all.bands
        #expect(bands.band(72, probability: nil) == .a && bands.band(47, probability: nil) == .c)
        #expect(bands.band(72, probability: 5000) == .a)
        // A and D meet between B and C; the tie goes to the rules' side.
        #expect(bands.band(72, probability: 100) == .b && bands.band(20, probability: 5000) == .c)
        bands.probabilityPercent = 100
        #expect(bands.band(72, probability: 100) == .d)
        bands.probabilityPercent = 0
        #expect(bands.band(72, probability: 100) == .a)
    }
}
