import Testing

@testable import Enrichment

@Suite struct HTMLReadingTests {
    private func document(_ page: String) throws -> HTMLDocument { try #require(HTMLDocument(Array(page.utf8))) }

    private func text(_ page: String, _ name: String) throws -> [String] {
        let document = try document(page)
        return document.elements.indices.filter { document.elements[$0].name == name }
            .map { document.text(of: $0).split(separator: " ").joined(separator: " ") }
    }

    @Test func cellsEndWhereTheNextBegins() throws {
        #expect(try text("<table><tr><td>a<td>b<tr><td>c</table>d", "td") == ["a", "b", "c"])
        #expect(try text("<ul><li>a<li>b<ul><li>c</ul></ul>", "li") == ["a", "b c", "c"])
        #expect(try text("<table><tr><td>a<table><tr><td>b</table>c<td>d</table>", "td") == ["a b c", "b", "d"])
    }

    @Test func blocksPartWordsAndInlineElementsDoNot() throws {
        #expect(try text("<main><b>1</b>2<div>3</div>4<br>5</main>", "main") == ["12 3 4 5"])
    }

    @Test func attributesAreReadInEveryWriting() throws {
        let element = try #require(
            try document("<DIV ID=a Class='b c' data-x=\"1 &eacute;\" hidden/>x</DIV>").elements.first
        )

        #expect(element.name == "div")
        #expect(element.attributes == ["id": "a", "class": "b c", "data-x": "1 é", "hidden": ""])
        #expect(element.classes == ["b", "c"])
    }

    @Test func referencesAreReplaced() throws {
        #expect(
            try text("<p>1&nbsp;234&#8239;K&euro; &#x20AC;&#128;&lt;&unknown;&amp;amp; &", "p") == [
                "1\u{A0}234\u{202F}K€ €€<&unknown;&amp; &"
            ]
        )
    }

    @Test func scriptsAndCommentsAreNoText() throws {
        let document = try document(
            "<p>a<script>if (a</b) { '</scripty>' }</script>b<!-- c --><!-->d<!doctype x>e<style>p{}</style></p>"
        )

        #expect(String(decoding: document.scripts, as: UTF8.self) == "if (a</b) { '</scripty>' }\n")
        #expect(document.text(of: 0).filter { $0 != " " } == "abde")
    }

    @Test func whatIsNoTagIsText() throws {
        #expect(try text("<p>1 < 2 <3 </ <> a", "p") == ["1 < 2 <3 </ <> a"])
        #expect(try document("<p>a<a href='x").elements.map(\.name) == ["p"])
    }

    @Test func strayEndTagsCloseNothing() throws {
        #expect(try text("<div><p>a</span></section>b</p>c</div>", "div") == ["ab c"])
    }

    @Test func theDeepestElementsAreSeenWithoutTheirText() throws {
        let page = String(repeating: "<div>", count: 500) + "x"
        let document = try document(page)

        #expect(document.elements.count == 500)
        #expect(document.text(of: 0, limit: 2000).contains("x") && document.length(of: 499) == 0)
        #expect(HTMLDocument(Array(String(repeating: "<p>", count: 130_000).utf8)) == nil)
    }
}
