import Foundation
import Glibc
import Synchronization

struct CannotListen: Error {}

/// Both providers on a free port of the loopback interface, answering by a script.
final class LocalProvider: Sendable {
    struct Question: Sendable {
        /// Path and query as sent.
        let target: String
        /// Counted from 1 in the order of arrival.
        let number: Int

        var isAboutTurnover: Bool { target.contains("ratios_inpi_bce") }
        /// The nine digits that are asked for.
        var siren: String {
            let digits = target.split { !$0.isNumber }.map(String.init)
            return digits.first { $0.count == 9 } ?? digits.first { $0.count == 11 }.map { String($0.suffix(9)) } ?? ""
        }
    }

    enum Reply: Sendable {
        case answer(String, status: Int = 200, headers: [String] = [])
        /// The connection ends before the answer does.
        case cut
        /// Nothing is said until the client goes.
        case hold
    }

    typealias Script = @Sendable (Question) -> Reply

    let port: UInt16
    private let listener: Int32
    private let seen: Seen

    private final class Seen: Sendable {
        let questions = Mutex<[Question]>([])

        func add(_ target: String) -> Question {
            questions.withLock {
                let question = Question(target: target, number: $0.count + 1)
                $0.append(question)
                return question
            }
        }
    }

    init(_ script: @escaping Script) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(listener, base, length) == 0 && listen(listener, 512) == 0
                && getsockname(listener, base, &length) == 0
        }
        guard isListening else { throw CannotListen() }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        let seen = Seen()
        self.seen = seen
        Thread { Self.accept(on: listener, seen, script) }.start()
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    var url: String { "http://127.0.0.1:\(port)" }
    var questions: [Question] { seen.questions.withLock { $0 } }

    private static func accept(on listener: Int32, _ seen: Seen, _ script: @escaping Script) {
        defer { close(listener) }
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            Thread {
                defer { close(descriptor) }
                while let target = read(descriptor), say(script(seen.add(target)), to: descriptor) {}
            }.start()
        }
    }

    /// The target of the next request; nil when the client went.
    private static func read(_ descriptor: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard recv(descriptor, &byte, 1, 0) == 1, bytes.count < 1 << 16 else { return nil }
            bytes.append(byte)
        }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 2)
        return words.count > 1 ? String(words[1]) : nil
    }

    /// False when the connection is of no more use.
    private static func say(_ reply: Reply, to descriptor: Int32) -> Bool {
        switch reply {
        case .answer(let body, let status, let headers):
            let head = ["HTTP/1.1 \(status) Said", "Content-Length: \(body.utf8.count)"] + headers
            return write(head.joined(separator: "\r\n") + "\r\n\r\n" + body, descriptor)
        case .cut:
            _ = write("HTTP/1.1 200 Said\r\nContent-Length: 1000\r\n\r\n{\"results\":[", descriptor)
            return false
        case .hold:
            var byte: UInt8 = 0
            while recv(descriptor, &byte, 1, 0) == 1 {}
            return false
        }
    }

    private static func write(_ text: String, _ descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}

extension LocalProvider.Reply {
    /// A company as the search answers it, and its years as the dataset does.
    static func company(
        _ question: LocalProvider.Question,
        unit: [String: String] = [:],
        turnover: [String: Int] = ["2024-12-31": 500_000]
    ) -> Self {
        let siren = question.siren
        if question.isAboutTurnover {
            let rows = turnover.map { closing, amount in
                """
                {"siren":"\(siren)","date_cloture_exercice":"\(closing)","chiffre_d_affaires":\(amount),\
                "type_bilan":"C","confidentiality":"Public"}
                """
            }
            return .answer("{\"total_count\":\(rows.count),\"results\":[\(rows.joined(separator: ","))]}")
        }
        var fields = [
            "siren": "\"\(siren)\"", "nom_complet": "\"SOCIÉTÉ \(siren)\"", "etat_administratif": "\"A\"",
            "statut_diffusion": "\"O\"", "nature_juridique": "\"5710\"", "date_creation": "\"2010-05-01\"",
            "activite_principale": "\"62.02A\"", "dirigeants": "[{\"nom\":\"DURAND\",\"prenoms\":\"ANNE\"}]",
            "siege":
                "{\"code_postal\":\"35000\",\"libelle_commune\":\"RENNES\",\"departement\":\"35\",\"latitude\":\"48.1\"}",
        ]
        fields.merge(unit) { _, new in new }
        let body = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        return .answer("{\"results\":[{\(body)}],\"total_results\":1,\"page\":1,\"per_page\":1,\"total_pages\":1}")
    }
}
