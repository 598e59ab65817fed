import Foundation
import Testing

@testable import Contracts

/// Foundation's decoder is the judge: ours takes and refuses the same, for the same kind of reason.
@Suite struct WireDecodingTests {
    private struct Small: Codable, Equatable {
        var a: Int
        var b: String?
    }

    @Test(arguments: [
        (#""""#, true), (#""é😀""#, true), (#""\"\\\/\b\f\n\r\t""#, true), (#""\u00e9\u00E9""#, true),
        (#""\ud83d\ude00""#, true),
        (#""\ud83d""#, false), (#""\ude00""#, false), (#""\ud83dx""#, false), (#""\ud83d\u0041""#, false),
        (#""\ud83d\n""#, false), (#""\u0000""#, true), ("\"\u{0}\"", false), ("\"\n\"", false), ("\"\u{7f}\"", true),
        ("\"\u{2028}\"", true), (#""\q""#, false), (#""\u12""#, false), (#""\u123""#, false), (#""\uzzzz""#, false),
        (#""\u+123""#, false), (#""\u1\"23""#, false), (#""a"#, false), (#""a\"#, false), (#""a\""#, false),
        (#""a\u"#, false), (#""a\u0"#, false), (#""a" b"#, false), (#"'a'"#, false), ("1", false),
        (#""12345678\n12345678""#, true), (#""ééééééééé\"ééééé""#, true),
    ])
    func texts(text: String, isTaken: Bool) {
        let (ours, theirs) = read(String.self, text)
        #expect(ours == theirs && ours.isValue == isTaken)
        #expect(
            read([String: String].self, "{\(text):\(text)}").0 == read([String: String].self, "{\(text):\(text)}").1
        )
        #expect(read(Small.self, "{\"a\":1,\(text):2}").0 == read(Small.self, "{\"a\":1,\(text):2}").1)
        #expect(read(Small.self, "{\"z\":\(text),\"a\":1}").0 == read(Small.self, "{\"z\":\(text),\"a\":1}").1)
    }

    @Test(arguments: [
        (#"{"a":1}"#, true), (#" { "a" : 1 , "b" : null } "#, true), ("{\"a\":1}\t\r\n", true), (#"{"a":1,}"#, true),
        (#"{"a":1,,}"#, false), (#"{,"a":1}"#, false), (#"{"a" 1}"#, false), (#"{"a":1 "b":"x"}"#, false),
        (#"{a:1}"#, false),
        (#"{"a":1,"a":2}"#, true), (#"{"a":null,"a":2}"#, false), (#"{"a":1,"b":1}"#, false), (#"{"b":"x"}"#, false),
        (#"{"\u0061":1}"#, true), (#"{"a":1,"z":1-2-e}"#, true), (#"{"a":1,"z":"\q"}"#, true),
        (#"{"a":1,"\q":1}"#, false),
        (#"{"a":1,"z":-}"#, true), (#"{"a":1}x"#, false), ("{\"a\":1}\u{0}", false), ("", false), (" ", false),
        ("{", false),
        (#"{"a"#, false), (#"{"a":"#, false), (#"{"a":1"#, false), ("{\"a\":\u{a0}1}", false),
        (#"{"a":1/*x*/}"#, false),
        ("[1]", false), ("null", false), ("tru", false), ("nulll", false), (#"{"a":1,"z":[1,[2,{}],"x"]}"#, true),
        (#"{"a":1,"z":[1 2]}"#, false), (#"{"a":1,"z":[1,]}"#, true), (#"{"a":1,"z":[,]}"#, false),
        (#"{"a":1,"z":]}"#, false),
        (#"{"a":1,"z":[1}}"#, false), (#"{"a":1,"é":2,"e\u0301":3}"#, true), ("\u{feff}{\"a\":1}", true),
        ("[]{}", false),
    ])
    func objects(text: String, isTaken: Bool) {
        let (ours, theirs) = read(Small.self, text)
        #expect(ours == theirs && ours.isValue == isTaken)
        #expect(read(Tree.self, text).0 == read(Tree.self, text).1)
        #expect(read([Int].self, text).0 == read([Int].self, text).1)
    }

    @Test func everyTypeMeetsEveryKindOfValue() {
        var values = [
            "null", "true", "1", "1.5", "\"x\"", "\"AQID\"", "\"AQI\"", "\"AQID=\"", "\"AQ ID\"", "[]", "{}", "[null]",
            "[1,\"a\"]",
            "{\"a\":null}", "\"\"", "\"a b\"", "\"http://[::1\"", "\"2024-02-30\"", "\"2026-11-25T22:10:37Z\"",
            "\"2026\"",
            "\"00010203-0405-0607-0809-0a0b0c0d0eff\"", "\"533744991\"",
            "\"zwei/deux\"",
            "{\"pair\":{\"left\":1}}", "{\"none\":{},\"pair\":{}}", "[\"two\",1]", "{\"1\":\"x\"}", "{\"x\":\"x\"}",
        ]
        if foundationIsCurrent { values.append("{\"a\":\"b\",\"c\":\"d\",\"a\":1}") }
        func check<T: Decodable & Equatable>(_ type: T.Type) {
            for value in values {
                let (ours, theirs) = read(type, value)
                #expect(ours == theirs, "\(type) of \(value)")
                #expect(read(T?.self, value).0 == read(T?.self, value).1)
                #expect(read([T].self, "[\(value)]").0 == read([T].self, "[\(value)]").1)
                #expect(read([String: T].self, "{\"k\":\(value)}").0 == read([String: T].self, "{\"k\":\(value)}").1)
            }
        }
        check(Bool.self)
        check(Int.self)
        check(Double.self)
        check(String.self)
        check(Date.self)
        check(Data.self)
        check(URL.self)
        check(UUID.self)
        check(Decimal.self)
        check(LeadID.self)
        check(DepartmentID.self)
        check([String].self)
        check([String: String].self)
        check([Int: String].self)
        check(Everything.Word.self)
        check(Everything.Choice.self)
        check([Everything.Word: Int].self)
        check(Everything.self)
    }

    @Test func bytesThatAreNotUTF8() {
        let inputs: [[UInt8]] = [
            [0xff], [0xc3, 0x28], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0x80], [0x80],
            [0xef, 0xbf, 0xbd],
        ]
        for bad in inputs {
            let text: [UInt8] = [0x22] + bad + [0x22]
            #expect(read(String.self, text).0 == read(String.self, text).1)
            let name = Array(#"{"a":1,"#.utf8) + text + Array(":1}".utf8)
            #expect(read(Small.self, name).0 == read(Small.self, name).1)
            let unread = Array(#"{"a":1,"z":"#.utf8) + text + Array("}".utf8)
            #expect(read(Small.self, unread).0 == read(Small.self, unread).1)
            #expect(read(Small.self, bad).0 == read(Small.self, bad).1)
        }
    }

    @Test func otherEncodingsOfUnicode() throws {
        for text in ["{\"a\":1}", "[1]", "7", "\"é😀\"", "", "{"] {
            for encoding in [
                String.Encoding.utf8, .utf16, .utf16BigEndian, .utf16LittleEndian, .utf32, .utf32BigEndian,
                .utf32LittleEndian,
            ] {
                let bytes = [UInt8](try #require(text.data(using: encoding)))
                for cut in 0...min(2, bytes.count) {
                    let (ours, theirs) = read(Tree.self, Array(bytes.dropLast(cut)))
                    #expect(ours == theirs, "\(text) in \(encoding) less \(cut)")
                }
            }
        }
        for mark: [UInt8] in [
            [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff], [0xff, 0xfe, 0, 0], [0, 0, 0xfe, 0xff], [0xfe, 0xff, 0, 0],
        ] {
            for rest: [UInt8] in [[], [0x31], [0x31, 0], [0, 0x31], [0x31, 0, 0, 0], [0xef, 0xbb, 0xbf, 0x31]] {
                #expect(read(Int.self, mark + rest).0 == read(Int.self, mark + rest).1, "\(mark + rest)")
            }
        }
    }

    @Test func errorsNameThePath() {
        let text = #"{"list":[1,{"deep":[0,"x"]}]}"#
        struct Deep: Decodable { var deep: [Int] }
        struct Top: Decodable { var list: [Either] }
        enum Either: Decodable {
            case number(Int), deep(Deep)
            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer()
                self =
                    if let number = try? value.decode(Int.self) { .number(number) } else {
                        .deep(try value.decode(Deep.self))
                    }
            }
        }
        #expect { try Wire.decode(Top.self, from: Array(text.utf8)) } throws: { error in
            guard case DecodingError.typeMismatch(_, let context) = error else { return false }
            return context.codingPath.map(\.stringValue) == ["list", "Index 1", "deep", "Index 1"]
        }
    }
}
