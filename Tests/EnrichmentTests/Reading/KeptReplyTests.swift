import Foundation
import Testing

@testable import Enrichment

@Suite struct KeptReplyTests {
    /// What is kept is read again by the next version: nothing may change its kind on the way.
    @Test func whatIsKeptSaysWhatTheReplySaid() throws {
        let text =
            #"{"b":true,"f":false,"i":9007199254740993,"d":0.1,"one":1,"z":0,"n":null,"t":"é\"\\/","l":[1,{"a":"b"}]}"#
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let kept = String(decoding: KeptReply.body(object), as: UTF8.self)
        #expect(
            kept
                == #"{"b":true,"d":0.1,"f":false,"i":9007199254740993,"l":[1,{"a":"b"}],"n":null,"one":1,"t":"é\"\\/","z":0}"#
        )
    }

    @Test func whatJSONDoesNotHoldIsNotKept() {
        #expect(KeptReply.body(["a": Double.nan]).isEmpty)
        #expect(KeptReply.body(["a": [Date()]]).isEmpty)
    }

    @Test func personsAreTakenOutAtAnyDepth() {
        let body = #"{"results":[{"siren":"1","dirigeants":[{"nom":"X"}],"siege":{"elus":[],"siret":"2"}}]}"#
        let kept = Redaction.withoutPersons(Array(body.utf8))
        #expect(String(decoding: kept, as: UTF8.self) == #"{"results":[{"siege":{"siret":"2"},"siren":"1"}]}"#)
    }

    @Test func whoAskedNotToBeFoundIsNotKept() {
        let body = #"{"statut_diffusion":"P","siren":"1","nom_complet":"X","siege":{"siret":"2","naf":"3"}}"#
        let kept = Redaction.withoutPersons(Array(body.utf8))
        #expect(String(decoding: kept, as: UTF8.self) == #"{"siege":{"naf":"3"},"siren":"1","statut_diffusion":"P"}"#)
    }

    @Test(arguments: ["", "[", "nul", String(repeating: "[", count: 100_000)])
    func whatIsNoJSONIsNotKept(_ text: String) {
        #expect(Redaction.withoutPersons(Array(text.utf8)).isEmpty)
    }
}
