using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace K3Monitor.Store.Relational.Migrations
{
    /// <inheritdoc />
    public partial class IncidentIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Incidents_BreachStart_Id",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_CompanyId_BreachStart",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_Province_BreachStart",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_SeverityRank_BreachStart_Id",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_ShareRank_BreachStart_Id",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_SiteName_BreachStart_Id",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_StateRank_BreachStart_Id",
                table: "Incidents");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_BreachStart_Id_Province_CompanyId",
                table: "Incidents",
                columns: new[] { "BreachStart", "Id", "Province", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_SeverityRank_BreachStart_Id_Province_CompanyId",
                table: "Incidents",
                columns: new[] { "SeverityRank", "BreachStart", "Id", "Province", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ShareRank_BreachStart_Id_Province_CompanyId",
                table: "Incidents",
                columns: new[] { "ShareRank", "BreachStart", "Id", "Province", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_SiteName_BreachStart_Id_Province_CompanyId",
                table: "Incidents",
                columns: new[] { "SiteName", "BreachStart", "Id", "Province", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_StateRank_BreachStart_Id_Province_CompanyId",
                table: "Incidents",
                columns: new[] { "StateRank", "BreachStart", "Id", "Province", "CompanyId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Incidents_BreachStart_Id_Province_CompanyId",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_SeverityRank_BreachStart_Id_Province_CompanyId",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_ShareRank_BreachStart_Id_Province_CompanyId",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_SiteName_BreachStart_Id_Province_CompanyId",
                table: "Incidents");

            migrationBuilder.DropIndex(
                name: "IX_Incidents_StateRank_BreachStart_Id_Province_CompanyId",
                table: "Incidents");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_BreachStart_Id",
                table: "Incidents",
                columns: new[] { "BreachStart", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_CompanyId_BreachStart",
                table: "Incidents",
                columns: new[] { "CompanyId", "BreachStart" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_Province_BreachStart",
                table: "Incidents",
                columns: new[] { "Province", "BreachStart" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_SeverityRank_BreachStart_Id",
                table: "Incidents",
                columns: new[] { "SeverityRank", "BreachStart", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ShareRank_BreachStart_Id",
                table: "Incidents",
                columns: new[] { "ShareRank", "BreachStart", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_SiteName_BreachStart_Id",
                table: "Incidents",
                columns: new[] { "SiteName", "BreachStart", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_StateRank_BreachStart_Id",
                table: "Incidents",
                columns: new[] { "StateRank", "BreachStart", "Id" });
        }
    }
}
