import CSV
import Contracts
import Foundation
import Testing

@testable import Ingest

@Suite struct SmallPartsTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func sha256MatchesItsStandard(text: String, digest: String) {
        #expect(Hexadecimal.bytes(digest) == SHA256.digest(text))
    }

    @Test func sha256OfPiecesIsThatOfTheWhole() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var whole = SHA256()
        whole.update(bytes)
        let expected = whole.finish()

        for size in [1, 3, 55, 63, 64, 65, 127, 999] {
            var pieces = SHA256()
            for start in stride(from: 0, to: bytes.count, by: size) {
                pieces.update(bytes[start..<min(start + size, 1000)])
            }
            #expect(pieces.finish() == expected)
        }
    }

    @Test func aBucketRefillsEvenly() {
        let limiter = RateLimiter()
        let token = IngestToken(
            id: UUID(),
            department: DepartmentID(rawValue: "commercial"),
            source: "test",
            ratePerMinute: 2
        )
        let start = Date(timeIntervalSince1970: 0)

        #expect(limiter.admit(token, now: start) == nil)
        #expect(limiter.admit(token, now: start) == nil)
        #expect(limiter.admit(token, now: start) == 30)
        #expect(limiter.admit(token, now: start + 20) == 10)
        #expect(limiter.admit(token, now: start + 30) == nil)
    }

    @Test(
        arguments: [
            (nil, nil), ("Basic abc", nil), ("Bearer", nil), ("Bearer ", nil), ("Bearer s3cret", "s3cret"),
            ("bearer s3cret ", "s3cret"),
        ] as [(String?, String?)]
    )
    func theSecretIsTheBearers(header: String?, secret: String?) {
        #expect(TokenGuard.secret(header) == secret)
    }

    @Test func aFormsFileIsTakenOutHoweverItIsCut() throws {
        let body = Array(
            ("--XX\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nhello\r\n"
                + "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"liste.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\nsiren\r\n--X\r\n732829320\r\n--XX--\r\n").utf8
        )

        for size in 1...body.count {
            var form = try #require(MultipartFile(contentType: "multipart/form-data; boundary=\"XX\""))
            var file: [UInt8] = []
            for start in stride(from: 0, to: body.count, by: size) {
                file += try form.feed(body[start..<min(start + size, body.count)])
            }
            #expect(String(decoding: file, as: UTF8.self) == "siren\r\n--X\r\n732829320", "cut every \(size) bytes")
            #expect(form.filename == "liste.csv")
        }
        #expect(MultipartFile(contentType: "text/csv") == nil)
    }

    @Test func linesAreReadHoweverTheyAreCut() {
        var reader = LineReader()
        var lines: [LineReader.Line] = []
        let long = [UInt8](repeating: 0x61, count: CSVReader.recordBytesMax + 1)
        for piece in [Array("{\"a\"".utf8), Array(":1}\n\n".utf8), long, Array("x\nlast".utf8)] {
            reader.feed(piece)
            while let line = reader.next() { lines.append(line) }
        }
        reader.finish()
        while let line = reader.next() { lines.append(line) }

        #expect(lines.map(\.number) == [1, 3, 4])
        #expect(lines.map(\.fault) == [nil, .lineTooLong, nil])
        #expect(lines.last.map { String(decoding: $0.bytes, as: UTF8.self) } == "last")
    }
}
