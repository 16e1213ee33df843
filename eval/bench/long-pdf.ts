// A born-digital PDF of any length, made in code: headings and paragraphs of a procedure, 85 words a paragraph.

const paragraphs = 5;

/** About 420 words a page on US Letter, in Helvetica. */
export function buildLongPdf(pages: number): Buffer {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  const kids: string[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const content = writePage(page);
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${objects.length} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${pages} >>`;
  let text = "%PDF-1.7\n";
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const start = text.length;
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join("")}`;
  return Buffer.from(`${text}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
}

function writePage(page: number): string {
  const lines = [`BT /F1 16 Tf 60 730 Td (Section ${page} Change control) Tj ET`];
  let y = 700;
  for (let paragraph = 1; paragraph <= paragraphs; paragraph += 1) {
    for (const line of wrap(writeParagraph(page, paragraph))) {
      lines.push(`BT /F1 10 Tf 60 ${y} Td (${line}) Tj ET`);
      y -= 13;
    }
    y -= 13;
  }
  return lines.join("\n");
}

function writeParagraph(page: number, paragraph: number): string {
  const ticket = page * 10 + paragraph;
  const subjects = [
    "production database",
    "payment gateway",
    "identity provider",
    "backup vault",
    "office network",
  ];
  return `Paragraph ${page}.${paragraph}. The operations team records each change to the ${subjects[(page + paragraph) % 5]} in ticket CHG-${ticket}, names an approver who is not the requester, tests it in staging before release, and keeps the record for ${12 + (ticket % 24)} months. Changes that fail the acceptance test are taken back within ${5 + (ticket % 50)} minutes. Exceptions expire after ${10 + (ticket % 80)} days and are approved in writing by the head of platform. Access that was granted for the change is removed on the same day, and the removal is noted in the ticket. The ${paragraph} owner reviews the list every quarter.`;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < 98) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
