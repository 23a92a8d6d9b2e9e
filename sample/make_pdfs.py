"""Makes the sample site's three PDFs from sample/pdf/*.html: one without tags, one accessible, one scanned.

A tool for developers; the PDFs are kept in the repository, so nobody needs it to scan the sample site.

    python3 -m venv /tmp/pdf && /tmp/pdf/bin/pip install weasyprint==70.0 pikepdf pypdfium2 pillow
    apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-liberation
    /tmp/pdf/bin/python sample/make_pdfs.py

Same fonts and same versions give the same bytes.
"""

import io
import os
from pathlib import Path

os.environ["SOURCE_DATE_EPOCH"] = "1788253200"  # 2026-09-01 09:00 UTC, before fontTools is imported

import pikepdf
import pypdfium2
from weasyprint import HTML

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "pdf"
TARGET = HERE / "site" / "publikationer"


def save(pdf: pikepdf.Pdf, name: str) -> None:
    pdf.save(TARGET / name, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def rendered(name: str, **options: object) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(HTML(SOURCES / name).write_pdf(**options)))


def annual_report() -> None:
    """Untagged, no title, no language: what falls out of an old typesetting flow."""
    with rendered("aarsrapport-2025.html") as pdf:
        for key in ("/StructTreeRoot", "/MarkInfo", "/Lang", "/ViewerPreferences", "/Metadata", "/Outlines"):
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            for key in ("/StructParents", "/Tabs"):
                if key in page.obj:
                    del page.obj[key]
        del pdf.docinfo
        pdf.docinfo["/Producer"] = "Sættemaskine 4"
        pdf.docinfo["/CreationDate"] = "D:20260415120000Z"
        save(pdf, "aarsrapport-2025.pdf")


def give_scope(node: pikepdf.Object, scope: str = "/Row") -> None:
    """Say of each header cell what it heads: WeasyPrint leaves out /Scope."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            give_scope(child, scope)
    elif isinstance(node, pikepdf.Dictionary):
        kind = node.get("/S")
        if kind == "/TH":
            node.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name(scope))
        if "/K" in node:
            give_scope(node.K, "/Column" if kind == "/THead" else scope)


def guide() -> None:
    """Tagged, titled, in da-DK, as PDF/UA-1 asks."""
    with rendered("vejledning-tilskud.html", pdf_variant="pdf/ua-1") as pdf:
        give_scope(pdf.Root.StructTreeRoot.K)
        save(pdf, "vejledning-tilskud.pdf")


def scanned_minutes() -> None:
    """A page that is nothing but its picture."""
    source = HTML(SOURCES / "referat.html").write_pdf()
    page = pypdfium2.PdfDocument(source)[0]
    picture = page.render(scale=100 / 72, grayscale=True).to_pil().rotate(0.6, fillcolor=250)
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=45)

    with pikepdf.new() as pdf:
        width, height = page.get_size()
        image = pikepdf.Stream(pdf, jpeg.getvalue())
        image.update(
            pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=picture.width,
                Height=picture.height,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
        )
        pdf.add_blank_page(page_size=(width, height))
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(image)))
        pdf.pages[0].Contents = pdf.make_stream(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im0 Do Q".encode())
        pdf.docinfo["/Producer"] = "Kopimaskine 2. sal"
        pdf.docinfo["/CreationDate"] = "D:20261002081500Z"
        save(pdf, "referat-skannet.pdf")


if __name__ == "__main__":
    annual_report()
    guide()
    scanned_minutes()
