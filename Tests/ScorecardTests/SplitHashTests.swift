import Scorecard
import Testing

@Suite struct SplitHashTests {
    /// The protocol's own test vector: ml-anchors, part 2.
    @Test func numbersAreThoseOfTheProtocol() {
        let expected = [0.904886765800111, 0.755094143554892, 0.485112292771833, 0.226492623095036, 0.292347933312292]
        for (row, number) in expected.enumerated() { #expect(abs(SplitHash(seed: 1610).unit(row) - number) < 1e-14) }
        #expect(abs(SplitHash(seed: 1611).unit(0) - 0.870664448153975) < 1e-14)
    }
}
