import Testing

@testable import AMQP

@Suite struct ContentAssemblerTests {
    private let start = ContentAssembler.Start.delivery(
        .init(number: 7, redelivered: false, exchange: "e", routingKey: "k")
    )

    @Test func piecesBecomeOneBody() throws {
        var assembler = ContentAssembler()
        try assembler.begin(start)
        #expect(try assembler.header(size: 5, AMQPProperties(messageID: "m")) == nil)
        #expect(try assembler.body([1, 2]) == nil)
        #expect(try assembler.body([3]) == nil)
        let content = try #require(try assembler.body([4, 5]))
        #expect(
            content == .init(start: start, message: .init(properties: .init(messageID: "m"), body: [1, 2, 3, 4, 5]))
        )
    }

    @Test func anEmptyBodyEndsWithItsHeader() throws {
        var assembler = ContentAssembler()
        for _ in 0..<2 {
            try assembler.begin(start)
            #expect(try assembler.header(size: 0, AMQPProperties())?.message.body == [])
        }
    }

    @Test func framesOutOfPlaceAreErrors() throws {
        var fresh = ContentAssembler()
        #expect(throws: AMQPError.self) { try fresh.body([1]) }
        #expect(throws: AMQPError.self) { try fresh.header(size: 1, AMQPProperties()) }
        var begun = ContentAssembler()
        try begun.begin(start)
        #expect(throws: AMQPError.self) { try begun.begin(start) }
        #expect(try begun.header(size: 2, AMQPProperties()) == nil)
        #expect(throws: AMQPError.self) { try begun.body([1, 2, 3]) }
    }

    @Test func anAbsurdSizeIsRefusedBeforeAnythingIsReserved() throws {
        var assembler = ContentAssembler()
        try assembler.begin(start)
        #expect(throws: AMQPError.self) { try assembler.header(size: .max, AMQPProperties()) }
    }
}
