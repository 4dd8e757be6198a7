package dev.agentsafe.app.lsp;

import dev.agentsafe.editors.assist.Fix;
import dev.agentsafe.editors.assist.Meaning;
import dev.agentsafe.editors.assist.Offer;
import dev.agentsafe.editors.assist.Outline;
import dev.agentsafe.editors.assist.Renamed;
import dev.agentsafe.editors.document.Lines;
import dev.agentsafe.editors.language.FileKind;
import dev.agentsafe.editors.language.Name;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.InsertTextMode;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/**
 * Words answers for other editors.
 *
 * @param snippets whether the caret can be put inside of what is written
 * @param versioned whether edits can name the version of the document that they are for
 */
record Answers(boolean snippets, boolean versioned, Addresses addresses) {

  /** The address of a file, as the editor writes it. */
  @FunctionalInterface
  interface Addresses {
    String of(Path file);
  }

  /** The edits of one file, for the version that they were made for. */
  record Edited(int version, boolean open, List<TextEdit> edits) {}

  CompletionItem completion(Offer offer, Lines lines, int rank) {
    var insertion = offer.insertion();
    var item = new CompletionItem(offer.label());
    item.setKind(
        switch (offer.kind()) {
          case KEY -> CompletionItemKind.Property;
          case WORD -> CompletionItemKind.EnumMember;
          case ACTION -> CompletionItemKind.Function;
          case TARGET -> CompletionItemKind.Unit;
          case RULE -> CompletionItemKind.Event;
          case PERSON -> CompletionItemKind.Reference;
          case NAME -> CompletionItemKind.Value;
        });
    if (!offer.detail().isEmpty()) {
      item.setDetail(offer.detail());
    }
    if (!offer.meaning().isEmpty()) {
      item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, offer.meaning()));
    }
    item.setSortText("%05d".formatted(rank));
    var edit = Places.edit(lines, insertion.edit());
    item.setFilterText(filter(offer, lines));
    if (snippets && insertion.caret() < edit.getNewText().length()) {
      item.setInsertTextFormat(InsertTextFormat.Snippet);
      var text = edit.getNewText();
      edit.setNewText(
          escaped(text.substring(0, insertion.caret()))
              + "$0"
              + escaped(text.substring(insertion.caret())));
    }
    item.setInsertTextMode(InsertTextMode.AsIs);
    item.setTextEdit(Either.forLeft(edit));
    return item;
  }

  /** What is compared with what was typed: with the quote, where one was. */
  private static String filter(Offer offer, Lines lines) {
    int from = offer.insertion().edit().from();
    var text = lines.text();
    boolean quoted =
        from < text.length() && (text.charAt(from) == '"' || text.charAt(from) == '\'');
    return quoted ? text.charAt(from) + offer.label() : offer.label();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}");
  }

  Hover hover(Meaning meaning, Lines lines) {
    var said = new StringBuilder("**").append(plain(meaning.title())).append("**\n");
    meaning.lines().forEach(line -> said.append('\n').append(plain(line)).append("  "));
    return new Hover(
        new MarkupContent(MarkupKind.MARKDOWN, said.toString()),
        Places.range(lines, meaning.from(), meaning.to()));
  }

  /** Whether backticks mean code to every reader: each stands alone, and has a partner. */
  private static boolean hasPairedBackticks(String text) {
    return !text.contains("``") && text.chars().filter(c -> c == '`').count() % 2 == 0;
  }

  /** Text of a workspace is text: what means something in Markdown or HTML is written out. */
  private static String plain(String text) {
    var out = new StringBuilder();
    boolean paired = hasPairedBackticks(text);
    boolean code = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '`' && paired) {
        code = !code;
        out.append(c);
      } else if (c == '\n' || c == '\r') {
        out.append(' ');
      } else if (!code && "\\`*_{}[]<>#|~!&".indexOf(c) >= 0) {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  DocumentSymbol symbol(Outline outline, FileKind kind, Lines lines) {
    var whole = Places.range(lines, outline.whole());
    var title = Places.range(lines, outline.title());
    var symbol =
        new DocumentSymbol(
            outline.label().isBlank() ? "(no name)" : outline.label(),
            symbolKind(kind),
            whole,
            isInside(outline, lines) ? title : whole,
            outline.detail());
    symbol.setChildren(outline.inner().stream().map(inner -> symbol(inner, kind, lines)).toList());
    return symbol;
  }

  private static boolean isInside(Outline outline, Lines lines) {
    return lines.from(outline.whole()) <= lines.from(outline.title())
        && lines.to(outline.title()) <= lines.to(outline.whole());
  }

  private static SymbolKind symbolKind(FileKind kind) {
    return switch (kind) {
      case POLICY -> SymbolKind.Event;
      case INVENTORY -> SymbolKind.Object;
      case TESTS -> SymbolKind.Method;
      case OPERATORS -> SymbolKind.Class;
      case ACTION, SETTINGS -> SymbolKind.Property;
    };
  }

  Location location(Name name, Lines lines) {
    return new Location(addresses.of(name.file()), Places.range(lines, name.span()));
  }

  CodeAction action(Fix fix, Path file, Edited edited) {
    var action = new CodeAction(fix.title());
    action.setKind(CodeActionKind.QuickFix);
    action.setEdit(workspaceEdit(Map.of(file, edited)));
    return action;
  }

  WorkspaceEdit renamed(Renamed.Done done) {
    var files = new LinkedHashMap<Path, Edited>();
    done.files()
        .forEach((file, in) -> {
          var lines = new Lines(in.text());
          files.put(
              file,
              new Edited(
                  in.version(),
                  in.open(),
                  in.edits().stream().map(edit -> Places.edit(lines, edit)).toList()));
        });
    return workspaceEdit(files);
  }

  private WorkspaceEdit workspaceEdit(Map<Path, Edited> files) {
    if (!versioned) {
      var changes = new LinkedHashMap<String, List<TextEdit>>();
      files.forEach((file, edited) -> changes.put(addresses.of(file), edited.edits()));
      return new WorkspaceEdit(changes);
    }
    var changes = new ArrayList<Either<TextDocumentEdit, org.eclipse.lsp4j.ResourceOperation>>();
    files.forEach((file, edited) -> {
      var id = new VersionedTextDocumentIdentifier();
      id.setUri(addresses.of(file));
      if (edited.open()) {
        id.setVersion(edited.version());
      }
      var all = new ArrayList<Either<TextEdit, org.eclipse.lsp4j.SnippetTextEdit>>();
      edited.edits().forEach(edit -> all.add(Either.forLeft(edit)));
      changes.add(Either.forLeft(new TextDocumentEdit(id, all)));
    });
    return new WorkspaceEdit(changes);
  }
}
