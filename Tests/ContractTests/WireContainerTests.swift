import Foundation
import Testing

@testable import Contracts

/// What `Encoder` and `Decoder` allow beside the usual: containers asked for twice, left and continued, or in vain.
@Suite struct WireContainerTests {
    static let encodings: [(String, Custom)] = [
        ("nothing", Custom { _ in }),
        ("an empty value", Custom { try single($0) { try $0.encode(Custom { _ in }) } }),
        ("empty elements", Custom { try single($0) { try $0.encode([Custom { _ in }, Custom { _ in }]) } }),
        (
            "one container twice",
            Custom {
                var (first, second) = ($0.container(keyedBy: Custom.Key.self), $0.container(keyedBy: Custom.Key.self))
                try first.encode(1, forKey: .b)
                try second.encode(2, forKey: .a)
                try first.encode(3, forKey: .b)
                try second.encodeNil(forKey: .quoted)
            }
        ),
        (
            "a nested container twice",
            Custom {
                var outer = $0.container(keyedBy: Custom.Key.self)
                var first = outer.nestedContainer(keyedBy: Custom.Key.self, forKey: .long_name_2)
                try outer.encode("later", forKey: .long_name_1)
                var second = outer.nestedContainer(keyedBy: Custom.Key.self, forKey: .long_name_2)
                try second.encode(2, forKey: .é)
                try first.encode(1, forKey: .a)
                var list = outer.nestedUnkeyedContainer(forKey: .c)
                var again = outer.nestedUnkeyedContainer(forKey: .c)
                try list.encode(1)
                try again.encode("2")
                var inner = again.nestedContainer(keyedBy: Custom.Key.self)
                try list.encode(0.5)
                try inner.encode(true, forKey: .b)
                var last = list.nestedUnkeyedContainer()
                try last.encodeNil()
            }
        ),
        (
            "what was encoded is continued",
            Custom {
                try single($0) { try $0.encode(["a": 1, "c": 3]) }
                var container = $0.container(keyedBy: Custom.Key.self)
                try container.encode(2, forKey: .b)
                try container.encode(["x": 1], forKey: .é)
                var nested = container.nestedContainer(keyedBy: Custom.Key.self, forKey: .é)
                try nested.encode(5, forKey: .b)
            }
        ),
        (
            "super encoders, late and unused",
            Custom {
                var container = $0.container(keyedBy: Custom.Key.self)
                let (parent, _) = (container.superEncoder(), container.superEncoder(forKey: .b))
                var list = container.nestedUnkeyedContainer(forKey: .a)
                let element = list.superEncoder()
                try list.encode(1)
                try single(element) { try $0.encode("late") }
                var members = parent.container(keyedBy: Custom.Key.self)
                try members.encode(1, forKey: .a)
            }
        ),
        (
            "what fails leaves nothing",
            Custom {
                var container = $0.container(keyedBy: Custom.Key.self)
                try container.encode(1, forKey: .a)
                try? container.encode(Double.nan, forKey: .a)
                try? container.encode(Float.infinity, forKey: .b)
                var list = container.nestedUnkeyedContainer(forKey: .c)
                try? list.encode(Float.nan)
                try? list.encode(Double.infinity)
                try list.encode(list.count)
            }
        ),
        (
            "names that are equal in two spellings",
            Custom {
                var container = $0.container(keyedBy: Spelling.self)
                for (number, name) in ["\u{e9}", "k", "e\u{301}", "\u{212a}", "K"].enumerated() {
                    try container.encode(number, forKey: Spelling(stringValue: name))
                }
            }
        ),
        (
            "paths",
            Custom {
                var list = $0.unkeyedContainer()
                try list.encodeNil()
                try list.encode(["k": Custom { try $0.codingPath.map(\.stringValue).encode(to: $0) }])
                var nested = list.nestedContainer(keyedBy: Custom.Key.self)
                try nested.encode(nested.codingPath.map(\.stringValue), forKey: .a)
                // Of a nested container's own super encoder Foundation forgets where it is.
                let parent = list.superEncoder()
                try parent.codingPath.map(\.stringValue).encode(to: parent)
            }
        ),
    ]

    @Test(arguments: encodings.indices)
    func encodersDoWhatFoundationsDo(index: Int) {
        let (name, value) = Self.encodings[index]
        guard name != "paths" || foundationIsCurrent else { return }
        #expect(written(value).0 == written(value).1, "\(name)")
        #expect(written([value]).0 == written([value]).1, "\(name) in a list")
        #expect(written(["k": value]).0 == written(["k": value]).1, "\(name) in an object")
    }

    @Test func whatFoundationTrapsOnIsAnError() {
        let faults: [Custom] = [
            Custom { encoder in
                try Self.single(encoder) { try $0.encode(1) }
                try Self.single(encoder) { try $0.encode(2) }
            },
            Custom { _ = ($0.unkeyedContainer(), $0.container(keyedBy: Custom.Key.self)) },
        ]
        for value in faults { #expect(throws: EncodingError.self) { try Wire.encode(value) } }
    }

    @Test(arguments: [
        #"{"a":1,"n":null,"list":["x",null,1,2],"o":{"p":[{}]}}"#, #"{"list":[]}"#, #"{"list":[1,null],"n":null}"#,
        #"{"list":[1,null,null,"s"],"a":null}"#, #"{"a":1,"list":1,"a":2,"é":1,"é":2}"#, "[]", "null",
    ])
    func decodersDoWhatFoundationsDo(text: String) {
        Witness.$body.withValue(Self.examine) {
            let (ours, theirs) = read(Witness.self, text)
            #expect(ours == theirs)
        }
    }

    @Sendable private static func examine(_ decoder: any Decoder) throws -> [String] {
        let container = try decoder.container(keyedBy: Spelling.self)
        var words = container.allKeys.map(\.stringValue).sorted()
        for name in ["a", "n", "list", "o", "none", "e\u{301}"] {
            let key = Spelling(stringValue: name)
            words.append("\(container.contains(key)) \(Outcome { try container.decodeNil(forKey: key) })")
            words.append("\(Outcome { try container.decode(Int.self, forKey: key) })")
            words.append("\(Outcome { try container.decodeIfPresent(String.self, forKey: key) })")
            words.append("\(Outcome { try container.decode(Int?.self, forKey: key) })")
            words.append(
                "\(Outcome { try container.nestedContainer(keyedBy: Spelling.self, forKey: key).allKeys.count })"
            )
            let parent = try container.superDecoder(forKey: key)
            words += parent.codingPath.map(\.stringValue) + ["\(try parent.singleValueContainer().decodeNil())"]
            guard var list = try? container.nestedUnkeyedContainer(forKey: key) else { continue }
            words.append("\(list.count ?? -1) \(list.codingPath.map(\.stringValue))")
            words.append("\(Outcome { try list.decode(Int.self) }) \(list.currentIndex)")
            words.append("\(Outcome { try list.decodeNil() }) \(list.currentIndex)")
            words.append("\(Outcome { try list.decodeIfPresent(String.self) }) \(list.isAtEnd)")
            words.append("\(Outcome { try list.superDecoder().codingPath.map(\.stringValue) }) \(list.isAtEnd)")
            words.append("\(Outcome { try list.nestedUnkeyedContainer().isAtEnd })")
            words.append("\(Outcome { try list.decode(Int.self) }) \(Outcome { try list.decode(Int.self) })")
        }
        return words + (try container.superDecoder().codingPath.map(\.stringValue))
    }

    private struct Spelling: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static func single(
        _ encoder: any Encoder,
        _ body: (inout any SingleValueEncodingContainer) throws -> Void
    ) throws {
        var container = encoder.singleValueContainer()
        try body(&container)
    }
}
