import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import Threading

/// Asks for a slice's pages at the pace that the search shares with every look-up.
struct SliceReader: Sendable {
    /// What some calls about a slice brought.
    struct Reading: Sendable {
        /// Pages that were read before.
        let from: Int
        var total: Int
        var pages: Int
        var shown = 0
        var sirens: [SIREN] = []
        var calls = 0
        /// More match than one answer holds, and the slice cannot be divided.
        var isCapped = false
        var state: State

        enum State: Sendable, Equatable {
            /// More than one answer holds.
            case divided([Slice])
            /// Counted only.
            case counted
            case unfinished
            case read
            /// The provider does not answer; tried again later.
            case away
        }
    }

    let baseURL: String
    let pacer: RatePacer
    let caller: FreeCaller
    /// Results of one question at most, as the provider documents it.
    let cap: Int

    /// Calls about a slice until what they brought is written down.
    private static let calls = 20
    /// Attempts after which a slice waits for the provider: about six minutes after the first.
    private static let attempts = 4

    /// - Throws: ``ProviderError`` while trying again may help.
    func read(_ piece: SearchStore.Piece, attempt: Int) async throws -> Reading {
        var reading = Reading(
            from: piece.pages,
            total: piece.total ?? 0,
            pages: piece.pages,
            state: .unfinished
        )
        do {
            while reading.calls < Self.calls, reading.state == .unfinished {
                let page = try await page(reading.pages + 1, of: piece)
                reading.calls += 1
                reading.total = page.total
                take(page, of: piece, &reading)
            }
        } catch let error as ProviderError {
            // What was read is kept.
            guard reading.calls == 0 else { return reading }
            if !error.isFinal, attempt < Self.attempts { throw error }
            reading.state = .away
        }
        return reading
    }

    private func take(_ page: SearchPage, of piece: SearchStore.Piece, _ reading: inout Reading) {
        if page.total >= cap, let halves = piece.slice.halves {
            reading.state = .divided(halves)
            return
        }
        reading.isCapped = page.total >= cap
        guard !piece.isOnlyCounted else {
            reading.state = .counted
            return
        }
        reading.pages += 1
        reading.shown += page.shown
        reading.sirens += page.sirens
        let isLast = reading.pages * SearchPage.size >= min(page.total, cap) || page.shown == 0
        if isLast { reading.state = .read }
    }

    private func page(_ number: Int, of piece: SearchStore.Piece) async throws -> SearchPage {
        let query = piece.selection.query(of: piece.slice, page: number)
        let request = HTTPRequest.json(RequestURL.joining(baseURL, path: ["search"], query: query))
        try await pacer.turn()
        return try await caller.send(request, "by_filter") { body throws(UnreadableReply) in
            let page = try SearchPage(body, for: piece.selection)
            return (page, page.shown > 0)
        }
    }
}
