import Contracts
import Testing

@testable import Operator

/// A rule set in the operator's hands.
@Suite struct RulesDocumentTests {
    private let document = RulesDocument(
        json: [
            "name": "x",
            "all": ["weights": ["size": 30, "age": 5], "curve": [[0, 1], [5, 2]]],
            "industries": ["I": ["weights": ["age": 9]], "56.10A": ["curve": [[0, 7]]]],
        ]
    )

    @Test func anIndustrySeesWhatItInherits() throws {
        #expect(try document.line(to: "56.10A") == ["I", "56.10A"])
        #expect(try document.line(to: "56") == ["I"])
        #expect(try document.line(to: "F") == [])
        let sheet = try document.sheet(for: "5610a")
        #expect(sheet == ["weights": ["size": 30, "age": 9], "curve": [[0, 7]]])
        #expect(throws: OperatorError.self) { try document.line(to: "restaurants") }
    }

    @Test func changesSayWhatStoodThere() throws {
        var edited = document
        let first = try edited.set("weights.size=40", industry: nil)
        #expect(first.path == "all.weights.size" && first.from == "30" && first.to == "40")
        let second = try edited.set("weights.size=12", industry: "56.10A")
        #expect(second.from == nil && second.path == "industries.56.10A.weights.size")
        #expect(try edited.sheet(for: "56.10A")["weights"] == ["size": 12, "age": 9])
        #expect(try edited.sheet(for: "56")["weights"] == ["size": 40, "age": 9])
        let curve = try edited.set("curve=[[0,3]]", industry: nil)
        #expect(curve.to == "[[0,3]]")
        #expect(try edited.set("shape=linear", industry: nil).to == "\"linear\"")
        #expect(throws: OperatorError.self) { try edited.set("weights.size", industry: nil) }
        let again = try Wire.decode(JSONValue.self, from: Array(edited.pretty.utf8))
        #expect(again == edited.json)
    }
}
