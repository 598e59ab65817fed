import CSV
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Messaging
import NIOCore
import Postgres
import ServiceKit

/// `POST /v1/companies`: one JSON object, or NDJSON answered line by line.
struct CompanyRoutes: Sendable {
    private static let linesMax = 200
    private static let bytesMax = 4 << 20

    let messenger: Messenger
    let now: @Sendable () -> Date

    func add(to group: RouterGroup<ServiceRequestContext>) {
        group.post("companies") { request, context in
            let token = try context.token()
            let type = (request.headers[.contentType] ?? "").lowercased()
            let isLines = ["ndjson", "jsonl", "json-lines", "jsonlines"].contains { type.contains($0) }
            return try await isLines ? lines(request, token) : one(request, token)
        }
    }

    private func one(_ request: Request, _ token: IngestToken) async throws -> Response {
        var bytes: [UInt8] = []
        for try await piece in request.body {
            bytes.append(contentsOf: piece.readableBytesView)
            guard bytes.count <= CSVReader.recordBytesMax else { throw Problem.bodyTooLarge }
        }
        let line = LineReader.Line(number: 1, bytes: bytes)
        let answer: [RowAnswer]
        do {
            answer = try await take([line], token)
        } catch let error as PostgresError where error.isOfRows {
            answer = [RowAnswer(line: line.number, .refused(.unprocessable))]
        }
        guard let row = answer.first else { throw Problem.notJSON }
        if row.code == RowFault.notAnObject.code { throw Problem.notJSON }
        guard row.result != RowResult.refused.rawValue else {
            throw Problem(.unprocessableContent, row.code ?? "refused", row.message ?? "", line: 1)
        }
        return JSONAnswer.make(row.result == RowResult.created.rawValue ? .created : .ok, row)
    }

    private func lines(_ request: Request, _ token: IngestToken) async throws -> Response {
        let body = ResponseBody { writer in
            var reader = LineReader()
            var waiting: [LineReader.Line] = []
            for try await piece in request.body {
                reader.feed(piece.readableBytesView)
                while let line = reader.next() {
                    waiting.append(line)
                    if isFull(waiting) { try await writer.write(answer(&waiting, token)) }
                }
                try await writer.write(answer(&waiting, token))
            }
            reader.finish()
            while let line = reader.next() { waiting.append(line) }
            try await writer.write(answer(&waiting, token))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
    }

    private func isFull(_ waiting: [LineReader.Line]) -> Bool {
        waiting.count >= CompanyRoutes.linesMax || waiting.reduce(0) { $0 + $1.bytes.count } >= CompanyRoutes.bytesMax
    }

    private func answer(
        _ waiting: inout [LineReader.Line],
        _ token: IngestToken
    ) async throws -> ByteBuffer {
        var buffer = ByteBuffer()
        guard !waiting.isEmpty else { return buffer }
        for row in try await takeOrRefuse(waiting, token) {
            buffer.writeBytes(JSONAnswer.bytes(row))
            buffer.writeInteger(CSVReader.lineFeed)
        }
        waiting.removeAll(keepingCapacity: true)
        return buffer
    }

    /// The head of the answer is on its way: a failure is told line by line.
    private func takeOrRefuse(_ lines: [LineReader.Line], _ token: IngestToken) async throws -> [RowAnswer] {
        if messenger.isCongested { return lines.map { RowAnswer(line: $0.number, .refused(.congested)) } }
        do {
            return try await take(lines, token)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as PostgresError where error.isOfRows {
            // One line's values are to blame: the others must not be refused with it.
            guard lines.count > 1 else { return lines.map { RowAnswer(line: $0.number, .refused(.unprocessable)) } }
            let half = lines.count / 2
            let first = try await takeOrRefuse(Array(lines[..<half]), token)
            return first + (try await takeOrRefuse(Array(lines[half...]), token))
        } catch {
            return lines.map { RowAnswer(line: $0.number, .refused(.unavailable)) }
        }
    }

    private func take(_ lines: [LineReader.Line], _ token: IngestToken) async throws -> [RowAnswer] {
        let time = now().microseconds
        var outcomes: [Int: RowOutcome] = [:]
        var understood: [(index: Int, statement: Statement)] = []
        for (index, line) in lines.enumerated() {
            do throws(RowFault) {
                if let fault = line.fault { throw fault }
                let row = try JSONRow.read(line.bytes)
                understood.append((index, Statement(row: row, at: time + Int64(index), source: token.source)))
            } catch {
                outcomes[index] = .refused(error)
            }
        }
        let statements = understood.map(\.statement)
        let taken = try await RowCommit(messenger: messenger).commit(statements, token)
        for (row, outcome) in zip(understood, taken) { outcomes[row.index] = outcome }
        return outcomes.sorted { $0.key < $1.key }.map { RowAnswer(line: lines[$0.key].number, $0.value) }
    }
}

/// What became of one row, as its sender reads it.
struct RowAnswer: Encodable, Equatable, Sendable {
    var line: Int
    /// `created`, `updated`, `unchanged`, `to_identify` or `refused`
    var result: String
    var companyID: String?
    var leadID: String?
    var column: String?
    var code: String?
    var message: String?

    init(line: Int, _ outcome: RowOutcome) {
        self.line = line
        result = outcome.result.rawValue
        companyID = outcome.companyID?.uuidString.lowercased()
        leadID = outcome.leadID?.uuidString.lowercased()
        column = outcome.fault?.column
        code = outcome.fault?.code
        message = outcome.fault?.message
    }

    enum CodingKeys: String, CodingKey {
        case line, result, column, code, message
        case companyID = "company_id"
        case leadID = "lead_id"
    }
}

extension RowFault {
    static let congested = RowFault("congested", "Filon rattrape son retard. Renvoyez la ligne un peu plus tard.")
    static let unavailable = RowFault("unavailable", "La ligne n’a pas pu être enregistrée. Renvoyez-la.")
}
