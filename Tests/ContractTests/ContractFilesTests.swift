import ContractSupport
import Contracts
import Foundation
import Testing

/// Files that somebody edited by hand, or forgot.
@Suite struct ContractFilesTests {
    @Test(arguments: [
        ("{", "not valid JSON"), ("[]", "array instead of"), ("{\"service\":\"scoring\"}", "hears is missing at $"),
        ("{\"service\":\"notifier\",\"hears\":[]}", "it is about notifier"),
        (
            """
            {"service":"scoring","hears":[{"handler":"h","queue":"q","type":"t","reads":{"$.a":"uid"}}]}
            """, "$.a: uid is no kind of value at $.hears.[0].reads"
        ),
    ])
    func needsThatCannotBeReadAreNamedWithTheRemedy(text: String, problem: String) throws {
        try withFile(text, in: \.needs) { files in
            #expect {
                try files.consumers()
            } throws: {
                "\($0)".hasPrefix("scoring.json: ") && "\($0)".contains(problem)
                    && "\($0)".hasSuffix("`infra/scripts/contracts update` writes it anew")
            }
        }
    }

    @Test func aPromiseThatCannotBeReadIsNamed() throws {
        try withFile("{\"type\":\"scoring\",\"fields\":{\"$.a\":\"text\"}}", in: \.published) { files in
            #expect {
                try files.versions()
            } throws: {
                "\($0)".contains("scoring.json: $.a: text is no kind of value")
            }
        }
    }

    @Test func staleNeedsAreToldByConsumerAndField() throws {
        func needs(_ reads: [String: String], handler: String = "look") -> ConsumerNeeds {
            let fields = reads.compactMap { MessageField(path: $0.key, form: $0.value) }.sorted { $0.path < $1.path }
            return ConsumerNeeds(
                service: "scoring",
                hears: [.init(handler: handler, queue: "scoring.in", type: "lead.pooled.v1", reads: fields)]
            )
        }
        let committed = needs(["$.a": "uuid", "$.b": "string", "$.c": "date?"])

        #expect(committed.differences(from: committed) == [])
        #expect(
            needs(["$.a": "integer", "$.b": "string", "$.d": "slug"]).differences(from: committed) == [
                "scoring (look) reads lead.pooled.v1 $.a as integer; on file is uuid",
                "scoring (look) reads lead.pooled.v1 $.d as slug; on file is nothing",
                "scoring (look) no longer reads lead.pooled.v1 $.c",
            ]
        )
        #expect(
            needs([:], handler: "see").differences(from: committed) == [
                "scoring (look) is on file and hears nothing any more",
                "scoring (see) hears lead.pooled.v1, which is not on file",
            ]
        )
        #expect(committed.differences(from: nil) == ["scoring has no needs on file; \(Contract.remedy)"])
    }

    @Test func whatAConsumerWouldMissInAMessageIsToldByPlace() throws {
        let fields = [
            "$.a": "uuid", "$.list[]": "object", "$.list[].n": "integer", "$.row.*": "string", "$.o.x": "date",
        ]
        .compactMap { MessageField(path: $0.key, form: $0.value) }.sorted { $0.path < $1.path }
        let hearing = ConsumerNeeds.Hearing(handler: "h", queue: "q", type: "t", reads: fields)

        #expect(
            hearing.faults(in: [
                "a": "01940000-0000-7000-8000-000000000001", "list": [["n": 1]], "row": ["x": "y"], "more": true,
            ]) == [],
            "what is in an optional object is missed only where the object is there"
        )
        #expect(
            hearing.faults(in: ["list": [["n": 1], ["n": "one"], [:]], "row": ["x": 1], "o": [:]]) == [
                "$.a is missing", "$.list[1].n is no integer", "$.list[2].n is missing", "$.o.x is missing",
                "$.row.x is no string",
            ]
        )
    }

    private func withFile(
        _ text: String,
        in folder: (ContractFiles) -> URL,
        _ body: (ContractFiles) throws -> Void
    ) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "filon-contracts-\(UUID().uuidString)")
        let files = ContractFiles(root: root)
        try FileManager.default.createDirectory(at: folder(files), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try Data(text.utf8).write(to: folder(files).appending(path: "scoring.json"))
        try body(files)
    }
}
