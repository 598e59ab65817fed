import Foundation
import Logging
import ServiceKit
import Synchronization
import Testing

@Suite struct JSONLogTests {
    @Test func aLineIsOneJSONObjectWhateverItHolds() throws {
        let lines = Mutex<[String]>([])
        let logger = Logger(label: "x") { _ in
            JSONLog(service: "scoring", level: .debug) { line in lines.withLock { $0.append(line) } }
        }
        logger.warning("a \"quote\"\nand \u{1}\\", metadata: ["message_id": "é\t"])
        let line = try #require(lines.withLock { $0.first })
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        )
        #expect(line.hasSuffix("}\n") && line.count { $0 == "\n" } == 1)
        #expect(object["message"] == "a \"quote\"\nand \u{1}\\")
        #expect(object["message_id"] == "é\t")
        #expect(object["service"] == "scoring" && object["level"] == "warning")
    }

    @Test func whatIsBelowTheLevelIsNotWritten() {
        let lines = Mutex(0)
        let logger = Logger(label: "x") { _ in
            JSONLog(service: "scoring", level: .warning) { _ in lines.withLock { $0 += 1 } }
        }
        logger.info("no")
        logger.error("yes")
        #expect(lines.withLock { $0 } == 1)
    }
}
