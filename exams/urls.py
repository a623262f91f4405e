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
    path("attempts/<num:pk>/items/<num:item>/save", attempt.save, name="save"),
    path("", offers.index, name="index"),
    path("signed-in/", attempt.signed_in, name="signed_in"),
    path("sittings/<num:pk>/", offers.sitting, name="sitting"),
    path("sittings/<num:pk>/start/", offers.start, name="start"),
    path("attempts/<num:pk>/", attempt.attempt, name="attempt"),
    path("attempts/<num:pk>/offline", attempt.offline, name="offline"),
    path("attempts/<num:pk>/worker.js", attempt.worker, name="worker"),
    path("attempts/<num:pk>/clock", attempt.clock, name="clock"),
    path("attempts/<num:pk>/items/<num:position>", attempt.item, name="item"),
    path("attempts/<num:pk>/items/<num:item>/flag", attempt.flag, name="flag"),
    path("attempts/<num:pk>/hand-in", attempt.hand_in, name="hand_in"),
    path("attempts/<num:pk>/items/<num:item>/record", recordings.record, name="record"),
    path(
        "attempts/<num:pk>/items/<num:item>/recordings/<slug:reference>", recordings.listen, name="recording"
    ),
    path("attempts/<num:pk>/items/<num:item>/media/<slug:token>", media.of_item, name="media"),
    path("attempts/<num:pk>/check/", results.check, name="check"),
    path("attempts/<num:pk>/result/", results.result, name="result"),
    path("attempts/<num:pk>/review/", results.review, name="review"),
    path("board/<num:pk>/", board.sitting, name="board"),
    path("board/<num:pk>/rows/", board.rows, name="board_rows"),
    path("board/<num:pk>/extend/", board.extend_all, name="board_extend_all"),
    path("board/<num:pk>/exceptions/", exceptions.overrides, name="overrides"),
    path("late/", late.index, name="late"),
    path("late/<num:pk>/", late.attempt, name="late_attempt"),
    path("extra-time/", exceptions.extra_time, name="extra_time"),
    path("board/attempts/<num:pk>/", board.attempt, name="board_attempt"),
    path("board/attempts/<num:pk>/extend/", board.extend, name="board_extend"),
    path("board/attempts/<num:pk>/end/", board.end, name="board_end"),
    path("board/attempts/<num:pk>/reopen/", board.reopen, name="board_reopen"),
    path("marking/", queue.queue, name="marking"),
    path("marking/mine/", mine.mine, name="marking_mine"),
    path("marking/mine/<num:pk>/", mine.correct, name="marking_correct"),
    path("marking/answers/<num:pk>/", queue.mark, name="marking_mark"),
    path("marking/answers/<num:pk>/listen/", queue.listen, name="marking_listen"),
    path("marking/answers/<num:pk>/pin/", queue.pin, name="marking_pin"),
    path("marking/<slug:way>/<slug:key>/", queue.pile, name="marking_pile"),
    path("regrades/", regrades.index, name="regrades"),
    path("regrades/<num:pk>/", regrades.regrade, name="regrade"),
    path("questions/<num:pk>/regrade/", regrades.start, name="regrade_start"),
    path("attempts/<num:pk>/questions/<num:position>/query/", queries.ask, name="query_ask"),
    path("queries/", queries.queries, name="queries"),
    path("queries/<num:pk>/", queries.query, name="query"),
    path("bank/import/", imports.upload, name="bank_import"),
    path("bank/import/<num:pk>/", imports.checked, name="bank_upload"),
    path("bank/import/<num:pk>/apply/", imports.apply, name="bank_apply"),
    path("bank/import/<num:pk>/test/", imports.make_test, name="bank_test"),
    path("bank/papers/<num:pk>/samples/", samples.samples, name="paper_samples"),
    path("sittings/<num:pk>/paper/", on_paper.on_paper, name="on_paper"),
    path("sittings/<num:pk>/paper/print/", on_paper.print_it, name="print_paper"),
    path("sittings/<num:pk>/paper/entry/", on_paper.entry, name="paper_entry"),
    path("sittings/<num:pk>/paper/candidate/", on_paper.candidate, name="paper_candidate"),
    path("booklets/<num:pk>/<str:leaf>/<str:language>/", on_paper.leaf, name="booklet_leaf"),
    path("bank/export/", exports.export, name="bank_export"),
    path("bank/export/file/", exports.download, name="bank_download"),
    path("bank/questions/<num:pk>/preview/", preview.preview, name="bank_preview"),
    path("campaigns/", campaigns.index, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign_new"),
    path("campaigns/<num:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<num:pk>/change/", campaigns.change, name="campaign_change"),
    path("campaigns/<num:pk>/next/", campaigns.following, name="campaign_next"),
    path("campaigns/<num:pk>/make-up/", campaigns.make_up, name="campaign_make_up"),
    path("campaigns/<num:pk>/report/", campaign_reports.write, name="campaign_write"),
    path("campaigns/<num:pk>/report/<num:number>/", campaign_reports.report, name="campaign_report"),
    path("campaigns/<num:pk>/report/<num:number>/xlsx", campaign_reports.workbook, name="campaign_workbook"),
    path("campaigns/<num:pk>/report/<num:number>/pdf", campaign_reports.document, name="campaign_pdf"),
    path("bank/media/<num:pk>/", media.of_bank, name="bank_media"),
    path("statistics/", reports.index, name="statistics"),
    path("statistics/sittings/<num:pk>/", reports.sitting, name="sitting_statistics"),
    path("statistics/exams/<num:pk>/", reports.exam, name="exam_statistics"),
    path("statistics/exams/<num:exam_pk>/questions/<num:pk>/", reports.question, name="question_statistics"),
]
