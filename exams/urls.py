from django.urls import path

from exams.views import attempt, board, exceptions, late, media, offers, recordings, results
from exams.views.bank import exports, imports, on_paper, preview, samples
from exams.views.campaigns import campaigns
from exams.views.campaigns import reports as campaign_reports
from exams.views.marking import mine, queue
from exams.views.regrades import queries, regrades
from exams.views.statistics import reports

app_name = "exams"

urlpatterns = [
    # Asked far more often than all others, so that it is looked for first.
    path("attempts/<int:pk>/items/<int:item>/save", attempt.save, name="save"),
    path("", offers.index, name="index"),
    path("signed-in/", attempt.signed_in, name="signed_in"),
    path("sittings/<int:pk>/", offers.sitting, name="sitting"),
    path("sittings/<int:pk>/start/", offers.start, name="start"),
    path("attempts/<int:pk>/", attempt.attempt, name="attempt"),
    path("attempts/<int:pk>/offline", attempt.offline, name="offline"),
    path("attempts/<int:pk>/worker.js", attempt.worker, name="worker"),
    path("attempts/<int:pk>/clock", attempt.clock, name="clock"),
    path("attempts/<int:pk>/items/<int:position>", attempt.item, name="item"),
    path("attempts/<int:pk>/items/<int:item>/flag", attempt.flag, name="flag"),
    path("attempts/<int:pk>/hand-in", attempt.hand_in, name="hand_in"),
    path("attempts/<int:pk>/items/<int:item>/record", recordings.record, name="record"),
    path(
        "attempts/<int:pk>/items/<int:item>/recordings/<slug:reference>", recordings.listen, name="recording"
    ),
    path("attempts/<int:pk>/items/<int:item>/media/<slug:token>", media.of_item, name="media"),
    path("attempts/<int:pk>/check/", results.check, name="check"),
    path("attempts/<int:pk>/result/", results.result, name="result"),
    path("attempts/<int:pk>/review/", results.review, name="review"),
    path("board/<int:pk>/", board.sitting, name="board"),
    path("board/<int:pk>/rows/", board.rows, name="board_rows"),
    path("board/<int:pk>/extend/", board.extend_all, name="board_extend_all"),
    path("board/<int:pk>/exceptions/", exceptions.overrides, name="overrides"),
    path("late/", late.index, name="late"),
    path("late/<int:pk>/", late.attempt, name="late_attempt"),
    path("extra-time/", exceptions.extra_time, name="extra_time"),
    path("board/attempts/<int:pk>/", board.attempt, name="board_attempt"),
    path("board/attempts/<int:pk>/extend/", board.extend, name="board_extend"),
    path("board/attempts/<int:pk>/end/", board.end, name="board_end"),
    path("board/attempts/<int:pk>/reopen/", board.reopen, name="board_reopen"),
    path("marking/", queue.queue, name="marking"),
    path("marking/mine/", mine.mine, name="marking_mine"),
    path("marking/mine/<int:pk>/", mine.correct, name="marking_correct"),
    path("marking/answers/<int:pk>/", queue.mark, name="marking_mark"),
    path("marking/answers/<int:pk>/listen/", queue.listen, name="marking_listen"),
    path("marking/answers/<int:pk>/pin/", queue.pin, name="marking_pin"),
    path("marking/<slug:way>/<int:pk>/", queue.pile, name="marking_pile"),
    path("regrades/", regrades.index, name="regrades"),
    path("regrades/<int:pk>/", regrades.regrade, name="regrade"),
    path("questions/<int:pk>/regrade/", regrades.start, name="regrade_start"),
    path("attempts/<int:pk>/questions/<int:position>/query/", queries.ask, name="query_ask"),
    path("queries/", queries.queries, name="queries"),
    path("queries/<int:pk>/", queries.query, name="query"),
    path("bank/import/", imports.upload, name="bank_import"),
    path("bank/import/<int:pk>/", imports.checked, name="bank_upload"),
    path("bank/import/<int:pk>/apply/", imports.apply, name="bank_apply"),
    path("bank/import/<int:pk>/test/", imports.make_test, name="bank_test"),
    path("bank/papers/<int:pk>/samples/", samples.samples, name="paper_samples"),
    path("sittings/<int:pk>/paper/", on_paper.on_paper, name="on_paper"),
    path("sittings/<int:pk>/paper/print/", on_paper.print_it, name="print_paper"),
    path("sittings/<int:pk>/paper/entry/", on_paper.entry, name="paper_entry"),
    path("sittings/<int:pk>/paper/candidate/", on_paper.candidate, name="paper_candidate"),
    path("booklets/<int:pk>/<str:leaf>/<str:language>/", on_paper.leaf, name="booklet_leaf"),
    path("bank/export/", exports.export, name="bank_export"),
    path("bank/export/file/", exports.download, name="bank_download"),
    path("bank/questions/<int:pk>/preview/", preview.preview, name="bank_preview"),
    path("campaigns/", campaigns.index, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/change/", campaigns.change, name="campaign_change"),
    path("campaigns/<int:pk>/next/", campaigns.following, name="campaign_next"),
    path("campaigns/<int:pk>/make-up/", campaigns.make_up, name="campaign_make_up"),
    path("campaigns/<int:pk>/report/", campaign_reports.write, name="campaign_write"),
    path("campaigns/<int:pk>/report/<int:number>/", campaign_reports.report, name="campaign_report"),
    path("campaigns/<int:pk>/report/<int:number>/xlsx", campaign_reports.workbook, name="campaign_workbook"),
    path("campaigns/<int:pk>/report/<int:number>/pdf", campaign_reports.document, name="campaign_pdf"),
    path("bank/media/<int:pk>/", media.of_bank, name="bank_media"),
    path("statistics/", reports.index, name="statistics"),
    path("statistics/sittings/<int:pk>/", reports.sitting, name="sitting_statistics"),
    path("statistics/exams/<int:pk>/", reports.exam, name="exam_statistics"),
    path("statistics/exams/<int:exam_pk>/questions/<int:pk>/", reports.question, name="question_statistics"),
]
